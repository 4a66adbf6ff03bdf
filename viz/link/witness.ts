/**
 * What a link remembers of the run that it was made in, so that who opens it under another law learns where the run has
 * become another: the hash of the charts, a few words for each step while there is room, and else a mark of one
 * character for each record, or for several.
 */

/** Of a run: one text for each record, in order. Numbers and times that a network may change are not in it. */
export type RecordWords = readonly string[];

export interface Witness {
  /** The beginning of the charts' hash. */
  readonly law: string;
  /** How many records there were. */
  readonly count: number;
  /** One of 64 characters for each stretch of records, all but the last equally long. */
  readonly marks: string;
  /** What each record was, if there was room. */
  readonly words?: RecordWords;
}

export interface Divergence {
  /** The record, or the first of the stretch of records in which it must be. */
  readonly n: number;
  /** Last record of the stretch. */
  readonly to: number;
  /** What it was when the link was made; undefined where the link had no room for it. */
  readonly was: string | undefined;
  /** What it is now; undefined where the run has ended before. */
  readonly is: string | undefined;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Of the hash: enough to tell two laws apart. */
const LAW_LENGTH = 8;
const MARKS_MAXIMUM = 400;

/** @param isFull with words for each record */
export function witnessOf(law: string, records: RecordWords, isFull: boolean): Witness {
  return {
    law: law.slice(0, LAW_LENGTH),
    count: records.length,
    marks: marksOf(records, stretchLength(records.length)),
    ...(isFull && { words: records }),
  };
}

function marksOf(records: RecordWords, length: number): string {
  let marks = '';
  for (let at = 0; at < records.length; at += length) {
    marks += markOf(records.slice(at, at + length));
  }
  return marks;
}

/** Records to a mark: as few as there is room for. */
function stretchLength(count: number): number {
  return Math.max(1, Math.ceil(count / MARKS_MAXIMUM));
}

function markOf(words: RecordWords): string {
  let hash = 0x811c_9dc5;
  for (const word of words) {
    for (let at = 0; at < word.length; at++) {
      hash = Math.imul(hash ^ word.charCodeAt(at), 0x0100_0193);
    }
    hash = Math.imul(hash ^ 0x0a, 0x0100_0193);
  }
  // All of it counts, and not its last bits alone.
  return DIGITS[((hash >>> 26) ^ (hash >>> 13) ^ hash) & 63] as string;
}

/** Where the run is another than the link remembers; undefined where it is the same. */
export function divergenceOf(witness: Witness, records: RecordWords): Divergence | undefined {
  const { words } = witness;
  if (words !== undefined) {
    const last = Math.max(words.length, records.length);
    for (let at = 0; at < last; at++) {
      if (words[at] === records[at]) continue;
      return { n: at + 1, to: at + 1, was: words[at], is: records[at] };
    }
    return undefined;
  }
  return divergenceOfMarks(witness, records);
}

function divergenceOfMarks(
  { marks, count }: Witness,
  records: RecordWords,
): Divergence | undefined {
  const length = stretchLength(count);
  const now = marksOf(records, length);
  const last = Math.max(now.length, marks.length);
  for (let at = 0; at < last; at++) {
    if (now[at] === marks[at]) continue;
    const n = at * length + 1;
    return { n, to: n + length - 1, was: undefined, is: records[n - 1] };
  }
  return undefined;
}

/** One or two sentences, for who has opened the link. */
export function divergenceText(
  { law }: Witness,
  charts: string,
  divergence: Divergence | undefined,
): string {
  const isOtherLaw = !charts.startsWith(law);
  const why = isOtherLaw
    ? `This link was made under another law (charts ${law}, now ${charts.slice(0, LAW_LENGTH)})`
    : 'This link was made by another version of the simulator';
  if (divergence === undefined) return isOtherLaw ? `${why}, and the run is the same.` : '';
  const { n, to, was, is } = divergence;
  const where = n === to ? `at record ${n}` : `between records ${n} and ${to}`;
  const parts = [`${why}: the run diverges ${where}.`];
  if (was !== undefined) parts.push(`Then: ${was || 'nothing to tell'}.`);
  if (n === to || was !== undefined) {
    parts.push(is === undefined ? 'Now: it has ended before.' : `Now: ${is || 'nothing to tell'}.`);
  }
  return parts.join(' ');
}
