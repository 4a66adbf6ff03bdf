/** A filter hides what does not match it: on the ladder, in the table, and for the steps of the cursor. */
import { computed, effect, signal } from '@preact/signals';
import type { Matches } from '../protocol.ts';
import { ask } from '../rpc.ts';
import { choose } from './ladder.ts';
import { at, run } from './run.ts';

/** Who types gets to the end of the word. */
const ASK_AFTER_MS = 150;

export const filterText = signal('');
/** What is wrong with it, for people; empty for nothing. */
export const filterTrouble = signal('');
/** Undefined when nothing is hidden. */
export const matches = signal<Matches | undefined>(undefined);

export const isFiltered = computed(() => matches.value !== undefined);

async function find(number: number, text: string): Promise<void> {
  try {
    const found = await ask('filter', { run: number, text });
    if (run.peek()?.run !== number || filterText.peek() !== text) return;
    matches.value = found;
    filterTrouble.value = '';
  } catch (error) {
    if (filterText.peek() === text) filterTrouble.value = (error as Error).message;
  }
}

effect(() => {
  const number = run.value?.run;
  const text = filterText.value;
  if (number === undefined || text.trim() === '') {
    matches.value = undefined;
    filterTrouble.value = '';
    return;
  }
  const timer = setTimeout(() => find(number, text), ASK_AFTER_MS);
  return () => clearTimeout(timer);
});

effect(() => {
  choose({ only: matches.value?.isMatch });
});

/** The next record that matches, or the one before. Undefined when there is none. */
export function nextMatch(by: 1 | -1): number | undefined {
  const records = matches.peek()?.records ?? new Int32Array();
  const now = at.peek();
  if (by === 1) return records.find((n) => n > now);
  return records.findLast((n) => n < now);
}
