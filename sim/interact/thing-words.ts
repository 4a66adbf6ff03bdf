/** What can happen next, as part of a sentence. */
import type { Input } from '../../machines/index.ts';
import { inputInWords, type Names } from '../explain/words.ts';
import { packetLabel } from '../render/sentences/labels.ts';
import type { ClientStep, WorldStep } from '../scenario/scenario.ts';
import { clientStepText, worldStepText } from '../scenario/text/print.ts';
import type { World } from '../world/world.ts';
import type { Thing } from './things.ts';

export function thingInWords(world: World, thing: Thing): string {
  switch (thing.kind) {
    case 'arrival':
      return arrivalInWords(world, thing);
    case 'timer':
      return timerInWords(world, thing.timer);
    case 'store':
      return 'the store answers';
    case 'script':
      return scriptInWords(world, thing.client);
  }
}

function arrivalInWords(world: World, { link, to }: Thing & { kind: 'arrival' }): string {
  const { toBroker, toClient } = world.network.snapshot(link, world.nowMs);
  const head = (to === 'broker' ? toBroker : toClient).flights[0];
  const client = clientOf(world, link);
  const at = to === 'broker' ? `the broker, from ${client}` : client;
  if (head?.packet === undefined) {
    const how = head?.error === undefined ? 'is closed' : `fails (${head.error})`;
    return `${to === 'broker' ? 'the broker' : client} learns that connection ${link} ${how}`;
  }
  const what =
    'packet' in head.packet ? packetLabel(head.packet.packet) : 'bytes that are no packet';
  return `${what} arrives at ${at}`;
}

/** `c1`, or `c1 (connection 1, which it has given up)`. */
function clientOf({ state }: World, link: number): string {
  const owner = state.links.get(link);
  const actor = owner && state.actors[owner.actor];
  if (actor === undefined || owner === undefined) return `connection ${link}`;
  const isCurrent = actor.client.view().connection === owner.connection;
  return isCurrent ? actor.name : `${actor.name} (connection ${link}, which it has given up)`;
}

function timerInWords(world: World, id: string): string {
  const { actors } = world.state;
  const [owner = '', which = ''] = id.split(' ', 2);
  const name = actors[Number(which)]?.name;
  switch (owner) {
    case 'broker': {
      const input = {
        type: 'timer',
        timer: id.slice('broker '.length),
        nowMs: world.nowMs,
      } as const;
      return inputInWords(input satisfies Input, namesIn(world));
    }
    case 'client':
      return `timer ${id.slice(`client ${which} `.length)} of ${name} itself runs out`;
    case 'wait':
      return `${name} has waited long enough`;
    case 'recovery':
      return 'the broker is started again';
    default:
      return 'the world has waited long enough';
  }
}

/** Client Identifiers by connection. */
function namesIn({ state }: World): Names {
  const connections = state.broker?.view().connections ?? [];
  return new Map(connections.map(({ connection, clientId }) => [connection, clientId]));
}

function scriptInWords({ scenario, state }: World, client: string | undefined): string {
  if (client === undefined) {
    const step = scenario.world?.[state.at];
    return `the world goes on: ${worldStepText(step as WorldStep)}`;
  }
  const index = state.actors.findIndex(({ name }) => name === client);
  const step = scenario.clients[index]?.does[state.actors[index]?.at ?? 0];
  return `${client} goes on: ${clientStepText(step as ClientStep)}`;
}
