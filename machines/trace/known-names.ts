/**
 * The names that records are told apart by, and the members that come with each. A trace may hold others: it was made by
 * a newer program, or has been edited. Who only compares texts need not care; who says what a record means must not pass
 * over one in silence, nor stumble over what is not there.
 */
import type { Effect } from '../effects.ts';
import type { Command, Input } from '../inputs.ts';
import type { LifecycleEventType } from '../lifecycle.ts';
import { PACKET_TYPES, type PacketType } from '../packets.ts';
import { isMissing, missingIn } from './missing.ts';

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

const CONNECTION = ['connection', 'clientId'];
const END = [...CONNECTION, 'cause', 'reasonCode', 'detail'];
const SESSION = ['clientId', 'session'];
const WILL = [...SESSION, 'topicName'];

/** With the members that each has had from the beginning: those that came later are not in traces of before. */
const EVENTS: Readonly<Record<LifecycleEventType, readonly string[]>> = {
  'connection.opened': [...CONNECTION, 'origin'],
  'client.refused': END,
  'client.connected': [
    ...CONNECTION,
    'version',
    'cleanStart',
    'sessionPresent',
    'keepAliveSeconds',
    'sessionExpiryIntervalSeconds',
  ],
  'client.disconnected': END,
  'connection.closed': CONNECTION,
  'session.created': SESSION,
  'session.resumed': SESSION,
  'session.takenOver': [...SESSION, 'existing', 'incoming'],
  'session.offline': SESSION,
  'session.ended': [...SESSION, 'cause'],
  'will.delayed': [...WILL, 'delaySeconds'],
  'will.published': WILL,
  'will.deleted': WILL,
  'subscription.added': [...SESSION, 'topicFilter', 'qos'],
  'subscription.removed': [...SESSION, 'topicFilter'],
  'subscription.refused': [...SESSION, 'topicFilter', 'reasonCode'],
  'publish.refused': [...CONNECTION, 'topicName', 'reasonCode'],
  'retained.refused': [...SESSION, 'topicName'],
  'message.dropped': [...SESSION, 'cause', 'topicName', 'total'],
};

/** A record speaks of something that this program does not know. */
export class UnknownNameError extends Error {
  override readonly name = 'UnknownNameError';
}

interface Named {
  readonly type?: unknown;
}

/** @throws UnknownNameError, or TypeError where a member is missing, for an input, a packet or a command that is none */
export function expectKnownInput(input: Named): void {
  expectName('an input', input, INPUTS);
  const { packet, command } = input as { readonly packet?: Named; readonly command?: Named };
  if (input.type === 'received') expectName('a packet', packet, PACKETS);
  if (input.type === 'command') expectName('a command', command, COMMANDS);
  expectMembers(input.type, missingIn('input', input));
}

/** @throws UnknownNameError, or TypeError where a member is missing, for an effect, a packet or an event that is none */
export function expectKnownEffect(effect: Named): void {
  expectName('an effect', effect, EFFECTS);
  const { packet, event } = effect as { readonly packet?: Named; readonly event?: Named };
  if (effect.type === 'transmit') expectName('a packet', packet, PACKETS);
  expectMembers(effect.type, missingIn('effect', effect));
  if (effect.type === 'announce') expectKnownEvent(event);
}

/** @throws UnknownNameError, or TypeError where a member is missing, for a note, or a packet in one, that is none */
export function expectKnownNote(note: { readonly kind?: unknown; readonly packet?: Named }): void {
  if (note.packet !== undefined) expectName('a packet', note.packet, PACKETS);
  expectMembers('note', missingIn('note', note));
}

function expectKnownEvent(event: Named | undefined): void {
  expectName('an event', event, EVENTS);
  const { type } = event as { readonly type: LifecycleEventType };
  const members = event as Readonly<Record<string, unknown>>;
  expectMembers(
    type,
    EVENTS[type].find((name) => isMissing(members[name])),
  );
}

function expectMembers(of: unknown, missing: string | undefined): void {
  if (missing !== undefined) throw new TypeError(`\`${of}\` without \`${missing}\``);
}

function expectName(what: string, named: Named | undefined, names: object) {
  const type = named?.type;
  if (typeof type === 'string' && Object.hasOwn(names, type)) return;
  if (typeof type !== 'string') throw new TypeError(`${what} without a type`);
  throw new UnknownNameError(`${what} of an unknown type, '${type}'`);
}
