/** What can happen next, as part of a sentence. */
import { packetLabel } from '../render/sentences/labels.ts';
import { quoted } from '../render/sentences/words.ts';
import type { ClientStep, WorldStep } from '../scenario/scenario.ts';
import { clientStepText, worldStepText } from '../scenario/text/print.ts';
import type { World } from '../world/world.ts';
import type { Thing } from './things.ts';
import { nameOf } from './whereabouts.ts';

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
function clientOf(world: World, link: number): string {
  const { state } = world;
  const owner = state.links.get(link);
  const actor = owner && state.actors[owner.actor];
  if (actor === undefined || owner === undefined) return `connection ${link}`;
  const isCurrent = actor.client.view().connection === owner.connection;
  const name = nameOf(world, actor.name);
  return isCurrent ? name : `${name} (connection ${link}, which it has given up)`;
}

function timerInWords(world: World, id: string): string {
  const { actors } = world.state;
  const [owner = '', which = ''] = id.split(' ', 2);
  const name = nameOf(world, actors[Number(which)]?.name ?? '');
  switch (owner) {
    case 'broker':
      return brokerTimerInWords(world, id.slice('broker '.length));
    case 'client':
      return `${name} itself: ${id.slice(`client ${which} `.length)} runs out`;
    case 'wait':
      return `${name} has waited long enough`;
    case 'recovery':
      return 'the broker is started again';
    default:
      return 'the world has waited long enough';
  }
}

/** `keepAlive of "sensor" runs out (connection 1)`. */
function brokerTimerInWords({ state }: World, timer: string): string {
  const [kind = '', number = '', name = ''] = timer.split(' ');
  const { connections = [], sessions = [] } = state.broker?.view() ?? {};
  const own =
    kind === 'connection'
      ? connections.find(({ connection }) => connection === Number(number))
      : sessions.find(({ session }) => session === Number(number));
  const part = `${kind === 'will' ? 'the will of session' : kind} ${number}`;
  if (own === undefined || own.clientId === '') return `${name} of ${part} runs out`;
  return `${name} of ${quoted(own.clientId)} runs out (${part})`;
}

function scriptInWords(world: World, client: string | undefined): string {
  const { scenario, state } = world;
  if (client === undefined) {
    const step = scenario.world?.[state.at];
    return `the world goes on: ${worldStepText(step as WorldStep)}`;
  }
  const index = state.actors.findIndex(({ name }) => name === client);
  const step = scenario.clients[index]?.does[state.actors[index]?.at ?? 0];
  return `${nameOf(world, client)} goes on: ${clientStepText(step as ClientStep)}`;
}
