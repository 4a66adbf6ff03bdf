/** Timers in words: what runs out, for whom, and what the standard has it for. */
import type { TimelineEvent, TimerWords } from '../timeline/types.ts';
import { type ByVersion, clausesFor, type Told } from './told.ts';
import { duration, party, whom } from './words.ts';

interface Row {
  readonly name: string;
  readonly clauses: ByVersion;
}

/** Those of the charts. One that stands here no longer, or not yet, goes by its own name. */
const TIMERS = new Map<string, Row>([
  [
    'connectTimeout',
    {
      name: 'the wait for CONNECT',
      clauses: {
        v31: ['v3.1 connect timeout'],
        v3: ['v3 3.1.4 connect timeout'],
        v5: ['v5 3.1.4 connect timeout'],
      },
    },
  ],
  [
    'keepAlive',
    {
      name: 'Keep Alive',
      clauses: { v31: ['v3.1 keep alive'], v3: ['v3 MQTT-3.1.2-24'], v5: ['v5 MQTT-3.1.2-22'] },
    },
  ],
  ['authenticationTimeout', { name: 'the wait for authentication', clauses: {} }],
  ['authorizationTimeout', { name: 'the wait for authorization', clauses: {} }],
  ['closeTimeout', { name: 'the wait for the network to close', clauses: {} }],
  [
    'sessionExpiryInterval',
    {
      name: 'the Session Expiry Interval',
      clauses: { v5: ['v5 3.1.2.11.2 session expiry', 'v5 MQTT-4.1.0-2'] },
    },
  ],
  ['willDelayInterval', { name: 'the Will Delay Interval', clauses: { v5: ['v5 MQTT-3.1.2-8'] } }],
]);

type TimerHappening = Extract<TimelineEvent['what'], { readonly timer: TimerWords }>;

export function timerSentence(
  what: TimerHappening,
  { client, connection, version }: TimelineEvent,
): Told {
  const row = TIMERS.get(what.timer.name);
  const owner = connection === undefined ? whom(client) : party(connection);
  const name = `${row?.name ?? what.timer.name} of ${owner}`;
  const clauses = clausesFor(version, row?.clauses ?? {});
  switch (what.kind) {
    case 'timerSet':
      return { text: `${name} is to run out in ${duration(what.delayMs)}`, clauses };
    case 'timerCleared':
      return { text: `${name} need not run out any more` };
    default:
      return { text: `${name} runs out`, clauses };
  }
}

/** `Keep Alive`, for a label. */
export function timerName({ name }: Pick<TimerWords, 'name'>): string {
  const known = TIMERS.get(name)?.name;
  return known === undefined ? name : known.replace(/^the /, '');
}
