/** Interventions as part of a sentence: what the trace says was done by hand. */
import { type Packet, unreachable } from '../../machines/index.ts';
import { packetLabel } from '../render/sentences/labels.ts';
import { duration, quoted, reason } from '../render/sentences/words.ts';
import type { ClientDeed, WorldDeed } from '../world/scripts.ts';
import type { World } from '../world/world.ts';
import type { Deed } from './deed.ts';
import { flightOf } from './flights.ts';
import { thingInWords } from './thing-words.ts';
import { thingsNext } from './things.ts';
import { nameOf } from './whereabouts.ts';

/** Before it is done: what it is about is still there. */
export function deedInWords(world: World, deed: Deed): string {
  switch (deed.do) {
    case 'take': {
      const thing = thingsNext(world).find(({ label }) => label === deed.what);
      const what = thing === undefined ? deed.what : thingInWords(world, thing);
      const inMs = (thing?.atMs ?? 0) - world.nowMs;
      const when = inMs > 0 ? `, ${duration(inMs)} from now and before all else` : ', first of all';
      return what + when;
    }
    case 'packet':
      return `${nameOf(world, deed.client)} sends ${packetLabel(deed.packet)}`;
    case 'malformed':
      return `${nameOf(world, deed.client)} sends bytes that are no packet: ${reason(deed.reasonCode)}`;
    case 'delay':
      return `${flightInWords(world, deed.packet)} takes ${duration(deed.ms)} longer`;
    case 'lose':
      return `${flightInWords(world, deed.packet)} will be lost, and its connection with it`;
    case 'join':
      return `${deed.name} joins${deed.is.raw ? ', a bare connection' : ''}`;
    case 'client':
      return `${nameOf(world, deed.client)} is to ${clientDeedInWords(deed.step)}`;
    case 'world':
      return worldDeedInWords(world, deed.step);
    case 'extend':
      return `the run goes on for ${duration(deed.ms)}`;
    default:
      return unreachable(deed);
  }
}

function clientDeedInWords(step: ClientDeed): string {
  switch (step.do) {
    case 'connect':
      return step.cleanStart === undefined
        ? 'connect'
        : `connect with Clean Start ${step.cleanStart ? 1 : 0}`;
    case 'publish':
      return `publish ${quoted(step.topicName)} at QoS ${step.qos}`;
    case 'subscribe':
    case 'unsubscribe':
      return `${step.do} ${quoted(step.topicFilter)}`;
    case 'disconnect':
      return `disconnect with ${reason(step.reasonCode, 'DISCONNECT')}`;
    case 'drop':
      return 'lose its connection without a word';
    default:
      return unreachable(step);
  }
}

function worldDeedInWords(world: World, step: WorldDeed): string {
  const client = 'client' in step ? nameOf(world, step.client) : '';
  switch (step.do) {
    case 'cut':
      return `the connection of ${client} is cut`;
    case 'halfOpen':
      return `the connection of ${client} is lost, and neither side is told`;
    case 'partition':
      return `nothing gets through between ${client} and the broker any more`;
    case 'heal':
      return `${client} and the broker reach each other again`;
    case 'stall':
      return `${client} does not read any more`;
    case 'unstall':
      return `${client} reads again`;
    case 'lose':
      return `the next ${step.packet} of ${client} will be lost, and its connection with it`;
    case 'crash':
      return 'the broker crashes';
    case 'recover':
      return 'the broker recovers';
    case 'kick':
      return `an operator disconnects ${quoted(step.clientId)}`;
    case 'shutdown':
      return 'an operator shuts the broker down';
    default:
      return unreachable(step);
  }
}

export function flightInWords(world: World, sentBy: string): string {
  const flight = flightOf(world, sentBy);
  if (flight === undefined) return `the packet sent with ${sentBy}`;
  const what = 'packet' in flight.parcel ? packetLabel(flight.parcel.packet as Packet) : 'bytes';
  const owner = world.state.links.get(flight.link);
  const client = owner && world.state.actors[owner.actor]?.name;
  const to = flight.to === 'broker' ? 'the broker' : nameOf(world, client ?? 'the client');
  return `${what} on its way to ${to}`;
}
