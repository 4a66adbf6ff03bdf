/** Inputs, effects and notes as parts of a story, without capital and full stop. */
import {
  type Command,
  type Effect,
  type Input,
  type LifecycleEvent,
  type ObservedStep,
  type Packet,
  type Restored,
  unreachable,
} from '../../machines/index.ts';
import type { Note } from '../../machines/trace/format.ts';
import { packetLabel } from '../render/sentences/labels.ts';
import { count, duration, heldText, quoted, reason } from '../render/sentences/words.ts';

/** Client Identifiers by connection. */
export type Names = ReadonlyMap<number, string>;

function connectionInWords(connection: number, names: Names): string {
  const clientId = names.get(connection);
  return clientId === undefined
    ? `connection ${connection}`
    : `${quoted(clientId)} on connection ${connection}`;
}

export function inputInWords(input: Input, names: Names): string {
  const of = 'connection' in input ? connectionInWords(input.connection, names) : '';
  switch (input.type) {
    case 'opened':
      return `connection ${input.connection} comes in over ${input.origin.transport} from ${input.origin.remote}`;
    case 'received':
      return `${packetLabel(input.packet)} arrives from ${of}`;
    case 'malformed':
      return `${of} sends what is no packet: ${reason(input.reasonCode)}`;
    case 'congested':
      return `nothing more can be written to ${of}`;
    case 'writable':
      return `${of} can be written to again`;
    case 'closed':
      return `the network is gone for ${of}${input.error ? `: ${input.error}` : ''}`;
    case 'timer':
      return `timer ${timerOf(input.timer)} runs out`;
    case 'authenticated':
      return `the authenticator's answer about ${of}: ${input.outcome.kind}`;
    case 'authorized':
      return `the authorizer's answer about ${of}: ${input.allowed.map((is) => (is ? 'yes' : 'no')).join(', ')}`;
    case 'stored':
      return `the store ${input.ok ? 'has written' : 'could not write'} batch ${input.id}`;
    case 'recovered':
      return `the broker begins again after a crash, with ${count(input.entries.length, 'entry', 'entries')} from the store`;
    case 'restored':
      return `the trace begins here: the broker already holds ${heldText(heldIn(input))}`;
    case 'command':
      return commandInWords(input.command);
    default:
      return unreachable(input);
  }
}

function heldIn({ image: { connections, sessions } }: Restored) {
  return { connections: connections.length, sessions: sessions.length };
}

function commandInWords(command: Command): string {
  switch (command.type) {
    case 'publish':
      return `the program around the broker publishes ${quoted(command.message.topicName)}`;
    case 'subscribe':
    case 'unsubscribe':
      return `local subscriber ${command.subscriber} ${command.type}s ${quoted(command.topicFilter)}`;
    case 'kick':
      return `an operator disconnects ${quoted(command.clientId)}`;
    case 'discard':
      return `an operator ends the session of ${quoted(command.clientId)}`;
    case 'shutdown':
      return 'an operator shuts the broker down';
    default:
      return unreachable(command);
  }
}

export function effectInWords(effect: Effect, names: Names): string {
  const of = 'connection' in effect ? connectionInWords(effect.connection, names) : '';
  switch (effect.type) {
    case 'transmit':
      return `the broker sends ${packetLabel(effect.packet)} to ${of}`;
    case 'close':
      return `the broker ${effect.abort ? 'tears down' : 'closes'} the network of ${of}`;
    case 'setTimer':
      return `timer ${timerOf(effect.timer)} is set to ${duration(effect.delayMs)}`;
    case 'clearTimer':
      return `timer ${timerOf(effect.timer)} is cleared`;
    case 'authenticate':
      return `the broker asks who ${of} is`;
    case 'authorize':
      return `the broker asks whether ${of} may ${effect.action} ${effect.topics.map(quoted).join(', ')}`;
    case 'store':
      return `the broker asks the store for ${count(effect.writes.length, 'write')}, as batch ${effect.id}`;
    case 'hand':
      return `a message for ${quoted(effect.message.topicName)} goes to local subscriber ${effect.subscriber}`;
    case 'announce':
      return `the broker announces ${announced(effect.event)}`;
    default:
      return unreachable(effect);
  }
}

function announced(event: LifecycleEvent): string {
  const { type, clientId, connection } = event;
  const whom = clientId === '' ? `connection ${connection}` : quoted(clientId);
  const more = 'topicName' in event ? `, ${quoted(event.topicName)}` : '';
  const cause = 'cause' in event ? ` (${event.cause})` : '';
  return `${type} of ${whom}${more}${cause}`;
}

export function noteInWords({ actor, kind, detail, packet, state }: Note): string {
  if (kind === 'byHand') return `by hand: ${detail}`;
  const what = [packet && packetLabel(packet as Packet), state, detail].filter(Boolean).join(', ');
  return `${actor} ${kind}${what === '' ? '' : ` ${what}`}`;
}

/** `session of "sensor"`, `exchange 3 to "sensor"`. */
export function partInWords({ chart, part }: Pick<ObservedStep, 'chart' | 'part'>): string {
  const whose = quoted(part.clientId);
  switch (chart) {
    case 'connection':
      return part.clientId === ''
        ? `connection ${part.connection}`
        : `connection ${part.connection} of ${whose}`;
    case 'session':
      return `session ${part.session} of ${whose}`;
    case 'will':
      return `the will of ${whose}`;
    case 'takeover':
      return `the takeover of ${whose}`;
    case 'sender':
      return `exchange ${part.packetId} to ${whose}`;
    case 'receiver':
      return `exchange ${part.packetId} from ${whose}`;
    default:
      return unreachable(chart);
  }
}

function timerOf(timer: string): string {
  const [kind, number, name] = timer.split(' ');
  return `${name} of ${kind === 'will' ? 'the will of session' : kind} ${number}`;
}
