/** How scripts go on: what a client, or the world, does next, and whether it can. */
import { unreachable } from '../../machines/index.ts';
import type { CauseId } from '../../machines/trace/format.ts';
import type { ClientCommand } from '../client/messages.ts';
import type { ClientCondition, ClientStep, WorldStep } from '../scenario/scenario.ts';
import { utf8 } from '../scenario/steps.ts';
import { crash, feed, recover } from './broker-side.ts';
import { tellClient } from './client-side.ts';
import { cut, halfOpen, heal, partition, stall, unstall } from './faults.ts';
import type { Actor, World } from './world.ts';

export function isClientReady(world: World, index: number): boolean {
  const actor = world.state.actors[index] as Actor;
  const step = world.scenario.clients[index]?.does[actor.at];
  if (step === undefined || actor.isWaiting) return false;
  return step.do !== 'await' || isFulfilled(actor, step.what, step.count);
}

export function isWorldReady(world: World): boolean {
  const step = world.scenario.world?.[world.state.at];
  if (step === undefined || world.state.isWaiting) return false;
  return step.do !== 'await' || isFulfilled(actorNamed(world, step.client), step.what, step.count);
}

function isFulfilled(actor: Actor, what: ClientCondition, count: number): boolean {
  switch (what) {
    case 'connected':
      return actor.client.view().phase === 'connected';
    case 'disconnected': {
      const { phase } = actor.client.view();
      return phase === 'disconnected' || phase === 'ended';
    }
    case 'acknowledged':
      return actor.acknowledged >= count;
    case 'received':
      return actor.received >= count;
    default:
      return unreachable(what);
  }
}

export function advanceClient(world: World, index: number): void {
  const actor = world.state.actors[index] as Actor;
  const step = world.scenario.clients[index]?.does[actor.at] as ClientStep;
  actor.at += 1;
  if (step.do === 'wait' || !hasMore(world, index)) rest(world, index);
  if (step.do === 'await') return;
  if (step.do === 'wait') {
    actor.isWaiting = true;
    world.setTimer(`wait ${index}`, step.seconds * 1000, '0');
    return;
  }
  clientDoes(world, index, step);
}

/** Whether the script of a client goes on. */
function hasMore({ scenario, state }: World, index: number): boolean {
  return scenario.clients[index]?.does[state.actors[index]?.at ?? 0] !== undefined;
}

function rest({ state }: World, index: number): void {
  state.awake = state.awake.filter((one) => one !== index);
}

/** A client has waited long enough. */
export function wake(world: World, index: number): void {
  const { state } = world;
  (state.actors[index] as Actor).isWaiting = false;
  if (hasMore(world, index)) state.awake = [...state.awake, index].sort((a, b) => a - b);
}

/** What a client can be told to do at once. */
export type ClientDeed = Exclude<ClientStep, { do: 'wait' | 'await' }>;

export function clientDoes(world: World, index: number, deed: ClientDeed, by?: CauseId): void {
  const { name } = world.state.actors[index] as Actor;
  const note = { actor: `client ${name}`, kind: 'does', detail: deed.do };
  const told = world.log.note(world.nowMs, note, by);
  tellClient(world, index, { type: 'command', command: commandOf(deed) }, told);
}

function commandOf(step: ClientDeed): ClientCommand {
  switch (step.do) {
    case 'connect': {
      const { do: _, ...words } = step;
      return { type: 'connect', ...words };
    }
    case 'publish': {
      const { topicName, qos, payload, retain, messageExpiryIntervalSeconds } = step;
      const properties =
        messageExpiryIntervalSeconds === undefined
          ? undefined
          : { messageExpiryInterval: messageExpiryIntervalSeconds };
      const message = { topicName, payload: utf8(payload), qos, retain, properties };
      return { type: 'publish', message };
    }
    case 'subscribe': {
      const { topicFilter, qos } = step;
      const request = { topicFilter, qos, noLocal: false, retainAsPublished: false };
      return { type: 'subscribe', subscriptions: [{ ...request, retainHandling: 0 }] };
    }
    case 'unsubscribe':
      return { type: 'unsubscribe', topicFilters: [step.topicFilter] };
    case 'disconnect': {
      const { reasonCode, sessionExpiryIntervalSeconds } = step;
      const expiry = sessionExpiryIntervalSeconds !== undefined && { sessionExpiryIntervalSeconds };
      return { type: 'disconnect', reasonCode, ...expiry };
    }
    case 'drop':
      return { type: 'drop' };
    default:
      return unreachable(step);
  }
}

export function advanceWorld(world: World): void {
  const step = world.scenario.world?.[world.state.at] as WorldStep;
  world.state.at += 1;
  if (step.do === 'await') return;
  if (step.do === 'wait') {
    world.state.isWaiting = true;
    world.setTimer('world', step.seconds * 1000, '0');
    return;
  }
  worldDoes(world, step);
}

/** What can be done to a world at once. */
export type WorldDeed = Exclude<WorldStep, { do: 'wait' | 'await' }>;

export function worldDoes(world: World, step: WorldDeed, by?: CauseId): void {
  switch (step.do) {
    case 'lose': {
      const { client, packet } = step;
      world.state.traps = [...world.state.traps, { client, packet }];
      return;
    }
    case 'crash':
      crash(world, by);
      return;
    case 'recover':
      recover(world, by);
      return;
    case 'kick': {
      const { clientId, reasonCode } = step;
      feed(world, { type: 'command', command: { type: 'kick', clientId, reasonCode } }, by);
      return;
    }
    case 'shutdown':
      feed(world, { type: 'command', command: { type: 'shutdown' } }, by);
      return;
    default:
      disturb(world, step, by);
  }
}

const DISTURBANCES = {
  cut: (world: World, link: number, by?: CauseId) => cut(world, link, '', by),
  halfOpen,
  partition,
  heal,
  stall,
  unstall,
};

/** To the connection that the client has now; where it has none there is nothing to disturb. */
function disturb(
  world: World,
  { do: what, client }: { do: keyof typeof DISTURBANCES; client: string },
  by: CauseId | undefined,
): void {
  const actor = actorNamed(world, client);
  const link = actor.links.get(actor.client.view().connection);
  if (link !== undefined) DISTURBANCES[what](world, link, by);
}

function actorNamed(world: World, name: string): Actor {
  const found = world.state.actors.find((actor) => actor.name === name);
  if (found === undefined)
    throw new RangeError(`scenario ${world.scenario.name}: no client '${name}'`);
  return found;
}
