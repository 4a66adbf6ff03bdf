/** How scripts go on: what a client, or the world, does next, and whether it can. */
import { unreachable } from '../../machines/index.ts';
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
  if (step.do === 'await') return;
  if (step.do === 'wait') {
    actor.isWaiting = true;
    world.setTimer(`wait ${index}`, step.seconds * 1000, '0');
    return;
  }
  const command = commandOf(step);
  const note = { actor: `client ${actor.name}`, kind: 'does', detail: step.do };
  tellClient(
    world,
    index,
    { type: 'command', command },
    world.log.note(world.nowMs, note, undefined),
  );
}

function commandOf(step: Exclude<ClientStep, { do: 'wait' | 'await' }>): ClientCommand {
  switch (step.do) {
    case 'connect': {
      const { do: _, ...words } = step;
      return { type: 'connect', ...words };
    }
    case 'publish': {
      const { topicName, qos, payload, retain } = step;
      const message = { topicName, payload: utf8(payload), qos, retain, properties: undefined };
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
  switch (step.do) {
    case 'await':
      return;
    case 'wait':
      world.state.isWaiting = true;
      world.setTimer('world', step.seconds * 1000, '0');
      return;
    case 'lose': {
      const { client, packet } = step;
      world.state.traps = [...world.state.traps, { client, packet }];
      return;
    }
    case 'crash':
      crash(world);
      return;
    case 'recover':
      recover(world);
      return;
    case 'kick': {
      const { clientId, reasonCode } = step;
      feed(world, { type: 'command', command: { type: 'kick', clientId, reasonCode } }, undefined);
      return;
    }
    case 'shutdown':
      feed(world, { type: 'command', command: { type: 'shutdown' } }, undefined);
      return;
    default:
      disturb(world, step);
  }
}

const DISTURBANCES = {
  cut: (world: World, link: number) => cut(world, link, ''),
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
): void {
  const actor = actorNamed(world, client);
  const link = actor.links.get(actor.client.view().connection);
  if (link !== undefined) DISTURBANCES[what](world, link);
}

function actorNamed(world: World, name: string): Actor {
  const found = world.state.actors.find((actor) => actor.name === name);
  if (found === undefined)
    throw new RangeError(`scenario ${world.scenario.name}: no client '${name}'`);
  return found;
}
