/** Records with every chart step that they had: what a story is told from. */
import type {
  Effect,
  Input,
  Message,
  ObservedStep,
  ProtocolVersion,
  Watch,
} from '../../machines/index.ts';
import type { CauseId } from '../../machines/trace/format.ts';
import { Playback, type Played } from '../inspect/playback.ts';
import {
  headerOf,
  notThere,
  type Progress,
  recordsOf,
  type TraceLines,
} from '../inspect/trace-lines.ts';
import { Causes } from './causes.ts';
import type { Names } from './words.ts';

export interface Account extends Played {
  readonly steps: readonly ObservedStep[];
  readonly names: Names;
  readonly versions: ReadonlyMap<string, ProtocolVersion>;
}

/** Everything that one question needs to know of a trace. */
export interface Accounts {
  /** From what was asked to the beginning of it. */
  readonly chain: readonly CauseId[];
  readonly causes: Causes;
  readonly records: ReadonlyMap<number, Account>;
  /** The record that brought a message in. */
  readonly originOf: (message: Message) => number | undefined;
}

/** Longer than any story that somebody would read. */
const CHAIN_MAXIMUM = 200;

/**
 * Goes through the trace twice, so that of a million records only those are kept that belong to the story.
 * @param id `12` for a record, `12.3` for an effect
 */
export function accountsOf(lines: TraceLines, id: CauseId, progress?: Progress): Accounts {
  const causes = causesUpTo(lines, id, progress);
  const chain = chainOf(id, causes);
  const wanted = new Set(chain.flatMap((link) => [Number.parseInt(link, 10), causes.madeIn(link)]));
  return { chain, causes, ...recordsWanted(lines, wanted, progress) };
}

function causesUpTo(lines: TraceLines, id: CauseId, progress?: Progress): Causes {
  const last = Number.parseInt(id, 10);
  const causes = new Causes();
  const header = headerOf(lines);
  // Only with a store can an effect leave in another step than it was made in.
  const made: ObservedStep[] = [];
  const playback = new Playback(
    header,
    header.options.durable ? { observer: (step) => made.push(step) } : undefined,
  );
  for (const item of recordsOf(lines, progress)) {
    if (item.n > last) break;
    const played = playback.play(item);
    for (const { emitted } of made) for (const { effect } of emitted) causes.made(effect, item.n);
    made.length = 0;
    causes.note(played);
  }
  if (playback.n !== last) {
    throw notThere({ kind: 'record', n: last, effect: undefined }, lines);
  }
  return causes;
}

/** From what is asked to the beginning of it. */
export function chainOf(id: CauseId, causes: Causes): readonly CauseId[] {
  const chain: CauseId[] = [];
  let next: CauseId | undefined = id;
  while (next !== undefined && chain.length < CHAIN_MAXIMUM) {
    chain.push(next);
    // An effect is of a step, and a step's cause is its input's.
    next = next.includes('.') ? `${causes.madeIn(next)}` : causes.ofRecord(Number(next));
  }
  return chain;
}

function recordsWanted(
  lines: TraceLines,
  wanted: ReadonlySet<number>,
  progress?: Progress,
): Pick<Accounts, 'records' | 'originOf'> {
  const last = Math.max(...wanted);
  const records = new Map<number, Account>();
  const origins = new WeakMap<Message, number>();
  let steps: ObservedStep[] = [];
  const observer = (step: ObservedStep) => steps.push(step);
  const watch: Watch = { observer: undefined };
  const playback = new Playback(headerOf(lines), watch);
  for (const item of recordsOf(lines, progress)) {
    if (item.n > last) break;
    steps = [];
    watch.observer = wanted.has(item.n) ? observer : undefined;
    const played = playback.play(item);
    for (const message of messagesIn(played.input)) origins.set(message, item.n);
    if (wanted.has(item.n)) {
      const names = new Map(playback.clientIds);
      records.set(item.n, { ...played, steps, names, versions: new Map(playback.versions) });
    }
  }
  return { records, originOf: (message) => origins.get(message) };
}

function messagesIn(input: Input | undefined): readonly Message[] {
  if (input?.type === 'command') {
    return input.command.type === 'publish' ? [input.command.message] : [];
  }
  if (input?.type !== 'received') return [];
  const { packet } = input;
  if (packet.type === 'PUBLISH') return [packet.message];
  return packet.type === 'CONNECT' && packet.will !== undefined ? [packet.will.message] : [];
}

/** The Application Message that an effect passes on. */
export function messageOf(effect: Effect): Message | undefined {
  if (effect.type === 'hand') return effect.message;
  return effect.type === 'transmit' && effect.packet.type === 'PUBLISH'
    ? effect.packet.message
    : undefined;
}
