/**
 * The names that records are told apart by. A trace may hold others: it was made by a newer program, or has been
 * edited. Who only compares texts need not care; who says what a record means must not pass over one in silence.
 */
import type { Effect } from '../effects.ts';
import type { Command, Input } from '../inputs.ts';
import type { LifecycleEventType } from '../lifecycle.ts';
import { PACKET_TYPES, type PacketType } from '../packets.ts';

/** Every name of a closed union, and no other: a missing one does not compile. */
type Names<Name extends string> = Readonly<Record<Name, true>>;

const INPUTS: Names<Input['type']> = {
  opened: true,
  received: true,
  malformed: true,
  congested: true,
  writable: true,
  closed: true,
  timer: true,
  authenticated: true,
  authorized: true,
  stored: true,
  recovered: true,
  restored: true,
  command: true,
};

const COMMANDS: Names<Command['type']> = {
  publish: true,
  subscribe: true,
  unsubscribe: true,
  kick: true,
  discard: true,
  shutdown: true,
};

const EFFECTS: Names<Effect['type']> = {
  transmit: true,
  close: true,
  setTimer: true,
  clearTimer: true,
  authenticate: true,
  authorize: true,
  store: true,
  hand: true,
  announce: true,
};

const PACKETS: Names<PacketType> = Object.fromEntries(
  PACKET_TYPES.map((type) => [type, true]),
) as Names<(typeof PACKET_TYPES)[number]>;

const EVENTS: Names<LifecycleEventType> = {
  'connection.opened': true,
  'client.refused': true,
  'client.connected': true,
  'client.disconnected': true,
  'connection.closed': true,
  'session.created': true,
  'session.resumed': true,
  'session.takenOver': true,
  'session.offline': true,
  'session.ended': true,
  'will.delayed': true,
  'will.published': true,
  'will.deleted': true,
  'subscription.added': true,
  'subscription.removed': true,
  'subscription.refused': true,
  'publish.refused': true,
  'retained.refused': true,
  'message.dropped': true,
};

/** A record speaks of something that this program does not know. */
export class UnknownNameError extends Error {
  override readonly name = 'UnknownNameError';
}

interface Named {
  readonly type?: unknown;
}

/** @throws UnknownNameError, or TypeError where there is no name, for an input, a packet or a command that is none */
export function expectKnownInput(input: Named): void {
  expectName('an input', input, INPUTS);
  const { packet, command } = input as { readonly packet?: Named; readonly command?: Named };
  if (input.type === 'received') expectKnownPacket(packet);
  if (input.type === 'command') expectName('a command', command, COMMANDS);
}

/** @throws UnknownNameError, or TypeError where there is no name, for an effect, a packet or an event that is none */
export function expectKnownEffect(effect: Named): void {
  expectName('an effect', effect, EFFECTS);
  const { packet, event } = effect as { readonly packet?: Named; readonly event?: Named };
  if (effect.type === 'transmit') expectKnownPacket(packet);
  if (effect.type === 'announce') expectName('an event', event, EVENTS);
}

/** @throws UnknownNameError, or TypeError where there is no name, for a packet that is none */
export function expectKnownPacket(packet: Named | undefined): void {
  expectName('a packet', packet, PACKETS);
}

function expectName(what: string, named: Named | undefined, names: Readonly<Record<string, true>>) {
  const type = named?.type;
  if (typeof type === 'string' && Object.hasOwn(names, type)) return;
  if (typeof type !== 'string') throw new TypeError(`${what} without a type`);
  throw new UnknownNameError(`${what} of an unknown type, '${type}'`);
}
