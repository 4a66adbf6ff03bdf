/** Known differences of the versions: how each is recognised, what it is, and where the standards say so. */
import { type Clause, reasonCodeName } from '../../machines/index.ts';
import { hex } from '../render/sentences/words.ts';
import type { Difference } from './differences.ts';

interface Named {
  readonly id: string;
  readonly text: string;
  readonly clauses: readonly Clause[];
}

/** Ids of what has been found before. */
interface Known {
  has(id: string): boolean;
}

type Rule = (difference: Difference, known: Known) => Named | undefined;

const named = (id: string, text: string, ...clauses: Clause[]): Named => ({ id, text, clauses });

/** The kind of thing that it is about. */
function kindOf({ a, b }: Difference): string {
  return (b ?? a)?.kind ?? '';
}

function field(difference: Difference, name: string) {
  return difference.fields.find((each) => each.field === name);
}

const isOf = (difference: Difference, ...packets: readonly string[]) =>
  packets.some((packet) => kindOf(difference).endsWith(` ${packet}`));

const only = (difference: Difference, side: 'onlyA' | 'onlyB', ...kinds: readonly string[]) =>
  difference.kind === side && kinds.includes(kindOf(difference));

const connectWords: Rule = (difference) => {
  if (!isOf(difference, 'CONNECT') || field(difference, 'protocolVersion') === undefined) return;
  return named(
    'connect',
    'CONNECT of 3.1.1 has one flag, Clean Session, for how the session begins and how it ends; 5.0 says apart whether to start clean and how long the session is to live after its connection.',
    'v3 MQTT-3.1.2-4',
    'v3 MQTT-3.1.2-6',
    'v5 MQTT-3.1.2-4',
    'v5 3.1.2.11.2 session expiry',
  );
};

const receiveMaximum: Rule = (difference) => {
  if (!isOf(difference, 'CONNECT') || !field(difference, 'properties.receiveMaximum')) return;
  return named(
    'receive maximum',
    'A 5.0 client says how many QoS 1 and 2 messages it takes at once, and the broker keeps to it; a 3.1.1 client cannot.',
    'v5 MQTT-3.3.4-9',
  );
};

const connackWords: Rule = (difference) => {
  const isTold = difference.fields.some((each) => each.field.startsWith('properties.'));
  if (!isOf(difference, 'CONNACK') || !isTold) return;
  return named(
    'connack',
    'CONNACK of 5.0 tells what the broker allows (Receive Maximum, Maximum Packet Size, Topic Alias Maximum); a 3.1.1 client has to find out.',
    'v5 MQTT-3.3.4-7',
    'v5 MQTT-3.2.2-15',
    'v5 MQTT-3.2.2-17',
  );
};

const sessionPresent: Rule = (difference) => {
  const present = isOf(difference, 'CONNACK') ? field(difference, 'sessionPresent') : undefined;
  if (present === undefined) return;
  const text =
    present.a === 'true'
      ? 'The 3.1.1 client finds its session (Session Present 1); that of the 5.0 client has ended (Session Present 0).'
      : 'The 5.0 client finds its session (Session Present 1); that of the 3.1.1 client has ended (Session Present 0).';
  return named(`session present ${present.a}`, text, 'v3 MQTT-3.2.2-2', 'v5 MQTT-3.2.2-3');
};

const returnCode: Rule = (difference) => {
  const code = isOf(difference, 'CONNACK') ? field(difference, 'reasonCode') : undefined;
  if (code?.a === undefined || code.b === undefined) return;
  return named(
    `return code ${code.b}`,
    `The refusal is return code ${code.a} in 3.1.1, and reason code ${hex(Number(code.b))} (${reasonCodeName(Number(code.b), 'CONNACK')}) in 5.0.`,
    'v3 MQTT-3.2.2-5',
    'v5 MQTT-3.2.2-8',
  );
};

const WHY_DISCONNECTED: Readonly<Record<number, readonly Clause[]>> = {
  141: ['v3 MQTT-3.1.2-24', 'v5 MQTT-3.1.2-22', 'v5 3.1.2.10 keep alive timeout'],
  142: ['v3 MQTT-3.1.4-2', 'v5 MQTT-3.1.4-3'],
};

const serverDisconnects: Rule = (difference) => {
  if (!only(difference, 'onlyB', 'transmit DISCONNECT')) return;
  const code = Number(difference.b?.fields['reasonCode'] ?? 0);
  const clauses = WHY_DISCONNECTED[code] ?? ['v3 MQTT-4.8.0-1', 'v5 MQTT-4.13.2-1'];
  return named(
    `server disconnects ${hex(code)}`,
    `Before the broker closes the connection it says why: DISCONNECT ${hex(code)} (${reasonCodeName(code, 'DISCONNECT')}). A 3.1.1 broker has no DISCONNECT to send and just closes.`,
    ...clauses,
  );
};

const unawareClient: Rule = (difference) => {
  if (kindOf(difference) !== 'note state') return;
  const detail = field(difference, 'detail');
  if (detail?.a !== 'networkClosed' || detail.b !== 'serverDisconnected') return;
  const state = field(difference, 'state');
  if (state?.a === 'waiting') {
    return named(
      'client comes back',
      'Not told that it was disconnected on purpose, the 3.1.1 client takes it for a failure of the network, and connects again.',
      'v5 MQTT-3.1.4-3',
    );
  }
  return named(
    'client is told',
    'The 5.0 client knows why its connection has ended; to the 3.1.1 client it is as if the network had failed.',
    'v5 MQTT-3.1.4-3',
  );
};

const sessionExpires: Rule = (difference) => {
  if (!only(difference, 'onlyB', 'timer sessionExpiryInterval')) return;
  return named(
    'session expires',
    'The Session Expiry Interval runs out, and the 5.0 session ends; nothing ends that of the 3.1.1 client but a CONNECT with Clean Session 1.',
    'v3 MQTT-3.1.2-4',
    'v5 MQTT-4.1.0-2',
    'v5 3.1.2.11.2 session expiry',
  );
};

const sessionIsTimed: Rule = (difference) => {
  const isExpiry = field(difference, 'expiresInSeconds') !== undefined;
  const isTimer = only(
    difference,
    'onlyB',
    'setTimer sessionExpiryInterval',
    'clearTimer sessionExpiryInterval',
  );
  if (!isTimer && !(isExpiry && kindOf(difference) === 'session.offline')) return;
  return named(
    'session is timed',
    'Once its connection has ended, the time that the 5.0 session has left begins to run; the 3.1.1 session is kept without a term.',
    'v3 MQTT-3.1.2-4',
    'v5 MQTT-3.1.2-23',
  );
};

const willWaits: Rule = (difference, known) => {
  const isEarly = known.has('will waits') && only(difference, 'onlyA', 'will.published');
  if (!isEarly && !only(difference, 'onlyB', 'will.delayed')) return;
  return named(
    'will waits',
    'Its connection has ended without DISCONNECT: the 5.0 will waits for its Will Delay Interval, the 3.1.1 will is published at once.',
    'v3 MQTT-3.1.2-8',
    'v5 MQTT-3.1.2-8',
  );
};

const willSpared: Rule = (difference) => {
  if (!only(difference, 'onlyB', 'will.deleted')) return;
  return named(
    'will is spared',
    'Its client is back before the delay is over, so nobody ever hears the 5.0 will.',
    'v5 MQTT-3.1.3-9',
  );
};

const acknowledgement: Rule = (difference) => {
  const code = field(difference, 'reasonCode');
  if (!isOf(difference, 'PUBACK', 'PUBREC', 'PUBREL', 'PUBCOMP') || code?.b === undefined) return;
  const reason = Number(code.b);
  const clauses: readonly Clause[] =
    reason === 0x10
      ? ['v5 3.4.2.1 no matching subscribers']
      : reason === 0x92
        ? ['v5 3.6.2.1 packet identifier not found']
        : ['v5 MQTT-3.4.2-1'];
  return named(
    `acknowledgement ${hex(reason)}`,
    `An acknowledgement of 5.0 can say more than that the packet is there: here ${hex(reason)} (${reasonCodeName(reason)}). That of 3.1.1 has nothing but the Packet Identifier.`,
    ...clauses,
  );
};

const expiryInDisconnect: Rule = (difference) => {
  const expiry = field(difference, 'properties.sessionExpiryInterval');
  if (!isOf(difference, 'DISCONNECT') || expiry === undefined) return;
  return named(
    'expiry in disconnect',
    'With its DISCONNECT the 5.0 client says anew how long its session is to live; a 3.1.1 client has to connect once more to end it.',
    'v3 MQTT-3.1.2-6',
    'v5 3.14.2.2.2 expiry changed',
  );
};

const heldBack: Rule = (difference, known) => {
  if (!known.has('receive maximum') || difference.kind !== 'moved') return;
  if (kindOf(difference) !== 'transmit PUBLISH') return;
  return named(
    'held back',
    'The broker holds the message back until the 5.0 client has acknowledged what it was sent before; to the 3.1.1 client it goes at once.',
    'v5 MQTT-3.3.4-9',
    'v5 4.9 send quota returned',
  );
};

const unexpectedSession: Rule = (difference) => {
  const { a } = difference;
  if (kindOf(difference) !== 'note state' || difference.kind !== 'onlyA') return;
  if (a?.fields['detail'] !== 'sessionUnexpected' || a.fields['state'] !== 'opening') return;
  return named(
    'unexpected session',
    'Session Present 1 speaks of a session that the client knows nothing of. To be rid of it the 5.0 client connects with Clean Start 1; the 3.1.1 client needs a connection with Clean Session 1 for that alone.',
    'v3 MQTT-3.1.2-6',
    'v5 MQTT-3.2.2-4',
  );
};

const anotherWay: Rule = (difference) => {
  if (kindOf(difference) !== 'note does' || difference.isConsequence) return;
  return named(
    'another way',
    'The client is asked for something else here: what the one version says in a word takes a detour in the other.',
  );
};

export const RULES: readonly Rule[] = [
  connectWords,
  receiveMaximum,
  connackWords,
  sessionPresent,
  returnCode,
  serverDisconnects,
  unawareClient,
  sessionExpires,
  sessionIsTimed,
  willWaits,
  willSpared,
  acknowledgement,
  expiryInDisconnect,
  heldBack,
  unexpectedSession,
  anotherWay,
];

/** That the versions are not the same is what all of this is about; what a session has left follows from what came. */
const FOLLOWS: ReadonlySet<string> = new Set(['version', 'dropped']);

/**
 * What needs no sentence of its own: what the broker writes down for itself, of each version in its own words, and
 * what clients and the network do, which shows at the broker too.
 */
export function isAside(difference: Difference): boolean {
  const { fields } = difference;
  const kind = kindOf(difference);
  if (fields.length > 0 && fields.every((each) => FOLLOWS.has(each.field))) return true;
  if (kind.startsWith('note ') || kind.startsWith('client ')) return true;
  if (kind.startsWith('connection.') || /^(set|clear)Timer /.test(kind)) return true;
  return ['storing', 'stored', 'recovered', 'opened', 'closed', 'closing'].includes(kind);
}
