/**
 * Who stands where: a lane for each client, more than one where it has several connections at once, and the broker in
 * the middle, so that arrows are short and seldom cross another lane.
 */
import type { LadderColumns } from './columns.ts';
import type { Rows } from './rows.ts';

/** Lanes are no further apart than arrows with words need. */
const GAP_MAXIMUM = 320;
/** Closer than that nobody can tell them apart; then there are more than fit, and they are moved sideways. */
const GAP_MINIMUM = 4;
/** When more than these were there from the beginning, each gets its lane only with the first event of its own. */
const HELD_MAXIMUM = 24;
/** Beside the outermost lanes. */
const MARGIN_MAXIMUM = 50;
/** Below that, names of lanes stand upright. */
const NAMED_ACROSS = 76;

export interface Lane {
  readonly x: number;
  /** Of its client; -1 for the broker. */
  readonly client: number;
}

export interface Head {
  readonly label: string;
  readonly client: number;
  /** Of its first and its last lane. */
  readonly from: number;
  readonly to: number;
}

export interface Lanes {
  readonly all: readonly Lane[];
  readonly heads: readonly Head[];
  readonly gap: number;
  readonly broker: number;
  /** By connection; NaN for one that is not shown. */
  readonly ofConnection: Float32Array;
  /** By client: the first of its lanes. */
  readonly ofClient: Float32Array;
  /** All of them, beyond what there is room for too. */
  readonly width: number;
  readonly areNamesUpright: boolean;
}

export interface Room {
  /** From where to where lanes may stand. */
  readonly left: number;
  readonly right: number;
  /** How far they have been moved sideways, where they do not all fit. */
  readonly scroll?: number;
}

export interface LaneChoice {
  readonly hidden?: ReadonlySet<number> | undefined;
  /** These come first, in this order. */
  readonly pinned?: readonly number[] | undefined;
}

export function lanesOf(
  columns: LadderColumns,
  rows: Rows,
  { left, right, scroll = 0 }: Room,
  choice: LaneChoice = {},
): Lanes {
  const { clients, connections } = columns;
  const order = orderOf(columns, rows, choice);
  const groups = order.map((client) => ({ client, lanes: clients[client]?.lanes ?? 1 }));
  const count = groups.reduce((sum, { lanes }) => sum + lanes, 0) + 1;
  const margin = Math.min(MARGIN_MAXIMUM, (right - left) / (count + 4));
  const room = right - left - 2 * margin;
  const wanted = count === 1 ? 0 : room / (count - 1);
  const gap = Math.max(Math.min(wanted, GAP_MAXIMUM), GAP_MINIMUM);
  const width = gap * (count - 1) + 2 * margin;
  const spare = Math.max(0, right - left - width);
  const first = Math.round(left + margin + spare / 2 - scroll);
  const all: Lane[] = [];
  const heads: Head[] = [];
  const ofClient = new Float32Array(clients.length).fill(Number.NaN);
  const x = () => Math.round(first + all.length * gap);
  const brokerAfter = halfOf(groups, count - 1);
  let broker = x();
  groups.forEach(({ client, lanes }, at) => {
    if (at === brokerAfter) broker = putBroker();
    const from = x();
    ofClient[client] = from;
    for (let lane = 0; lane < lanes; lane++) all.push({ x: x(), client });
    heads.push({ label: clients[client]?.label ?? '', client, from, to: all.at(-1)?.x ?? from });
  });
  if (brokerAfter >= groups.length) broker = putBroker();
  const ofConnection = Float32Array.from(connections.client, (client, at) => {
    const from = ofClient[client];
    return from === undefined ? Number.NaN : from + Math.round((connections.lane[at] ?? 0) * gap);
  });
  const areNamesUpright = count > 1 && gap < NAMED_ACROSS;
  return { all, heads, gap, broker, ofConnection, ofClient, width, areNamesUpright };

  function putBroker(): number {
    const at = x();
    all.push({ x: at, client: -1 });
    heads.push({ label: 'broker', client: -1, from: at, to: at });
    return at;
  }
}

/** Clients of whom nothing is shown have no lane, unless they were there when the trace began. */
function orderOf(
  columns: LadderColumns,
  { shown }: Rows,
  { hidden, pinned = [] }: LaneChoice,
): readonly number[] {
  const { clients, client } = columns;
  const isSeen = new Uint8Array(clients.length);
  const held = heldFrom(columns, shown);
  if (held.size <= HELD_MAXIMUM) for (const own of held) isSeen[own] = 1;
  for (const event of shown) {
    const own = client[event] as number;
    if (own >= 0) isSeen[own] = 1;
  }
  const has = (own: number) => isSeen[own] === 1 && !hidden?.has(own);
  const first = pinned.filter(has);
  const rest = clients.map((_, own) => own).filter((own) => has(own) && !first.includes(own));
  return [...first, ...rest];
}

/** How many clients stand left of the broker: as near to half of the lanes as can be, and at least one. */
function halfOf(groups: readonly { readonly lanes: number }[], count: number): number {
  let lanes = 0;
  let at = 0;
  while (
    at < groups.length &&
    (at === 0 || lanes + (groups[at]?.lanes ?? 0) <= Math.ceil(count / 2))
  ) {
    lanes += groups[at]?.lanes ?? 0;
    at++;
  }
  return at;
}

/** Where an event's own end is: on its client's lane, or on the broker's. */
export function clientX(
  { connection, client }: LadderColumns,
  lanes: Lanes,
  event: number,
): number {
  const wire = connection[event] as number;
  if (wire >= 0) return lanes.ofConnection[wire] as number;
  const own = client[event] as number;
  return own >= 0 ? (lanes.ofClient[own] as number) : lanes.broker;
}

/** Whom the broker already had when the trace began. Their connections and sessions begin with an event of its own. */
function heldFrom(
  { client, connections, sessions }: LadderColumns,
  shown: Int32Array,
): ReadonlySet<number> {
  const held = new Set<number>();
  let last = -1;
  let isShown = false;
  const add = (from: number, own: number) => {
    if (from < 0 || own < 0 || (client[from] as number) >= 0) return;
    if (from !== last) isShown = shown.includes(from);
    last = from;
    if (isShown) held.add(own);
  };
  connections.opened.forEach((from, at) => {
    add(from, connections.client[at] as number);
  });
  sessions.from.forEach((from, at) => {
    add(from, sessions.client[at] as number);
  });
  return held;
}
