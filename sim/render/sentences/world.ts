/** What happens around the broker: operators, authenticators, the store, and the simulated world. */
import type { Command } from '../../../machines/index.ts';
import { unreachable } from '../../../machines/index.ts';
import type { Note } from '../../../machines/trace/format.ts';
import type { Happening, TimelineEvent } from '../timeline/types.ts';
import type { Told } from './told.ts';
import { count, heldText, missingHere, party, quoted, reason, stateText, whom } from './words.ts';

type World = Extract<
  Happening,
  {
    readonly kind:
      | 'asked'
      | 'answered'
      | 'commanded'
      | 'handed'
      | 'storing'
      | 'stored'
      | 'recovered'
      | 'restored'
      | 'gap'
      | 'noted';
  }
>;

export function worldSentence(what: World, event: TimelineEvent): Told {
  const { client } = event;
  switch (what.kind) {
    case 'asked':
      return {
        text:
          what.about === 'authentication'
            ? `the broker asks who ${whom(client)} is`
            : `the broker asks whether ${whom(client)} may ${what.detail}`,
      };
    case 'answered':
      return { text: `the answer about ${whom(client)} is: ${what.detail}` };
    case 'commanded':
      return { text: command(what.command) };
    case 'handed':
      return {
        text: `a message for ${quoted(what.topicName)} goes to local subscriber ${what.subscriber}`,
      };
    case 'storing':
      return {
        text: `the broker asks the store for ${count(what.writes, 'write')} (batch ${what.id})`,
      };
    case 'stored':
      return { text: `the store ${what.ok ? 'has written' : 'could not write'} batch ${what.id}` };
    case 'recovered':
      return {
        text: `the broker is back after a crash, with ${count(what.entries, 'entry', 'entries')} from the store`,
      };
    case 'restored':
      return { text: `the trace begins here: the broker already has ${heldText(what)}` };
    case 'gap':
      return { text: `${missingHere(what.steps)}: ${what.because}` };
    case 'noted':
      return { text: noted(what.note, event) };
    default:
      return unreachable(what);
  }
}

function command(given: Command): string {
  switch (given.type) {
    case 'publish':
      return `the program around the broker publishes ${quoted(given.message.topicName)}`;
    case 'subscribe':
    case 'unsubscribe':
      return `local subscriber ${given.subscriber} ${given.type}s ${given.type === 'subscribe' ? 'to' : 'from'} ${quoted(given.topicFilter)}`;
    case 'kick':
      return `an operator disconnects ${quoted(given.clientId)}: ${reason(given.reasonCode, 'DISCONNECT')}`;
    case 'discard':
      return `an operator ends the session of ${quoted(given.clientId)}: ${reason(given.reasonCode, 'DISCONNECT')}`;
    case 'shutdown':
      return 'an operator shuts the broker down';
    default:
      return unreachable(given);
  }
}

/** Faults by name; anything else a simulator notes is told in its own word. */
const FAULTS = new Map<string, (of: string) => string>([
  ['cut', (of) => `the network cuts the connection of ${of}: what was on its way is lost`],
  ['halfOpen', (of) => `the network loses the connection of ${of}, and tells neither side`],
  ['partition', (of) => `the network is partitioned: nothing gets through to or from ${of}`],
  ['heal', (of) => `the network lets through again what ${of} and the broker send`],
  ['stall', (of) => `${of} does not read any more`],
  ['unstall', (of) => `${of} reads again`],
  ['crash', () => 'the broker crashes: what was not stored is lost'],
  ['recover', () => 'the broker comes back'],
]);

function noted(
  { actor, kind, state, detail, packet }: Note,
  { connection, client }: TimelineEvent,
): string {
  const of = connection === undefined ? whom(client) : party(connection);
  // Somebody has intervened in a simulation, and says it in words.
  if (kind === 'byHand') return `by hand: ${detail}`;
  const told = FAULTS.get(kind)?.(of);
  const more = detail === undefined || detail === '' ? '' : `: ${detail}`;
  if (told !== undefined) return told + more;
  if ((kind === 'lost' || kind === 'loses') && packet !== undefined) {
    return `the network loses ${packet.type} between ${of} and the broker${more}`;
  }
  if (kind === 'state') return `${of} is ${stateText(state, detail)}`;
  return `${client === undefined ? actor : of} ${kind}${more}`;
}
