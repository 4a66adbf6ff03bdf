/** What is written at an edge or in a state of a drawing: the events that lead on, in lines of a bearable width. */
import type { TransitionRow } from '../../../machines/engine/describe.ts';
import { SMALL, textWidth } from './svg-text.ts';

/** `restart`: the state is left and entered again. `violation`: packets for which the client is to blame. */
export type TermKind = 'event' | 'timer' | 'restart' | 'violation' | 'ignored';

/** One event, or what stands for many. */
export interface Term {
  readonly kind: TermKind;
  readonly text: string;
  /** In words; only when it depends on it where the event leads. */
  readonly guard?: string;
}

/** The terms of a line are of one kind. A line that goes on with a guard has no event of its own. */
export interface Line {
  readonly kind: TermKind;
  readonly text: string;
  readonly guard?: string;
}

const MAX_WIDTH = 190;
/** What stands before the text of a timer and of a restart. */
export const GLYPH_WIDTH = 15;
/** Beyond it, events that are ignored are counted and not named. */
const NAMED_MAX = 3;
const ORDER: readonly TermKind[] = ['event', 'restart', 'timer', 'violation', 'ignored'];

/**
 * @param all of the chart: what else may become of an event decides whether its guard is told
 * @param within the state for which transitions of states further in are told, with the names of these
 */
export function linesOf(
  rows: readonly TransitionRow[],
  all: readonly TransitionRow[],
  within?: string,
): readonly Line[] {
  const terms = new Map<string, Term & { readonly places: Set<string> }>();
  const ignored = new Set<string>();
  for (const row of rows) {
    if (row.kind === 'ignored' && alternatives(row, all).length === 1) ignored.add(row.event);
    if (row.kind === 'ignored') continue;
    const term = termOf(row, rows, all);
    const key = `${term.kind} ${term.text} ${term.guard}`;
    const known = terms.get(key) ?? { ...term, places: new Set() };
    terms.set(key, known);
    if (term.kind !== 'violation') known.places.add(placeOf(row, within));
  }
  const told: readonly Term[] = [
    ...[...terms.values()].map(placed),
    ...(ignored.size > 0 ? [{ kind: 'ignored', text: ignoredOf([...ignored]) } as const] : []),
  ];
  const sorted = [...told].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  return packed(sorted);
}

/** Empty when the transition is for all of the state that it is told at. */
function placeOf({ declaredIn }: TransitionRow, within: string | undefined): string {
  const isFurtherIn = within !== undefined && declaredIn.startsWith(`${within}.`);
  return isFurtherIn ? declaredIn.slice(within.length + 1) : '';
}

function placed({ places, ...term }: Term & { readonly places: Set<string> }): Term {
  if (places.size === 0 || places.has('')) return term;
  const place = `in ${[...places].join(' or ')}`;
  return { ...term, guard: term.guard === undefined ? place : `${place}, ${term.guard}` };
}

export function lineWidth({ kind, text, guard }: Line): number {
  const words = guard === undefined ? text : `${text} [${guard}]`.trim();
  return textWidth(words, SMALL) + (hasGlyph(kind) && text !== '' ? GLYPH_WIDTH : 0);
}

export function hasGlyph(kind: TermKind): boolean {
  return kind === 'timer' || kind === 'restart';
}

function ignoredOf(events: readonly string[]): string {
  return `ignores ${events.length > NAMED_MAX ? `${events.length} events` : events.join(', ')}`;
}

/** A packet for which the client is to blame, or its CONNECT is refused. There are too many to be told one by one. */
export function isBlame({ event, actions, kind }: TransitionRow): boolean {
  return kind === 'handled' && /^[A-Z]+$/.test(event) && actions.some((a) => a.startsWith('blame'));
}

function termOf(
  row: TransitionRow,
  rows: readonly TransitionRow[],
  all: readonly TransitionRow[],
): Term {
  if (isBlame(row)) return { kind: 'violation', text: 'violation or refusal' };
  const kind = row.kind === 'timer' ? 'timer' : row.reenter ? 'restart' : 'event';
  const others = alternatives(row, all).filter((other) => !isBlame(other));
  const here = others.filter((other) => rows.includes(other));
  const hasRest = here.some(({ guard }) => guard === undefined);
  if (hasRest && here.length === others.length) return { kind, text: row.event || 'always' };
  const guards = [...new Set(here.map(({ guard }) => guard))];
  return { kind, text: row.event, guard: hasRest ? 'else' : guards.join(' or ') };
}

/** All transitions that the state has for the event. */
function alternatives({ state, event }: TransitionRow, all: readonly TransitionRow[]) {
  return all.filter((row) => row.state === state && row.event === event);
}

/** Events without a guard share lines; a guard that does not fit beside its event goes below it. */
function packed(terms: readonly Term[]): readonly Line[] {
  const lines: Line[] = [];
  for (const { kind, text, guard } of terms) {
    const before = lines.at(-1);
    const joined = `${before?.text}, ${text}`;
    if (guard !== undefined && lineWidth({ kind, text, guard }) > MAX_WIDTH) {
      lines.push({ kind, text }, { kind, text: '', guard });
    } else if (guard !== undefined) {
      lines.push({ kind, text, guard });
    } else if (before?.kind === kind && mayShare(before) && fits(joined, kind)) {
      lines[lines.length - 1] = { kind, text: joined };
    } else {
      lines.push({ kind, text });
    }
  }
  return lines;
}

function mayShare({ kind, guard }: Line): boolean {
  return guard === undefined && kind !== 'timer';
}

function fits(text: string, kind: TermKind): boolean {
  return lineWidth({ kind, text }) <= MAX_WIDTH;
}
