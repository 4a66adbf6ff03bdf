/** Intervening in the open run: each time a branch of its own, and the run before stays. */
import { effect, signal } from '@preact/signals';
import type { Made } from '../protocol.ts';
import { ask } from '../rpc.ts';
import { at, run, sayTrouble, show, trouble } from '../state/run.ts';
import {
  type Branch,
  type Branches,
  currentOf,
  forked,
  NO_BRANCHES,
  removed,
  renamed,
  shown,
} from './branches.ts';
import type { Action, Forked } from './protocol.ts';

export const branches = signal<Branches>(NO_BRANCHES);

effect(() => {
  const open = run.value;
  if (open !== undefined) branches.value = shown(branches.peek(), open);
});

/**
 * Does it after the record at the cursor.
 * @throws Error that says why it cannot be done
 */
export async function intervene(action: Action, afterMs = 0): Promise<void> {
  const open = run.peek();
  if (open === undefined) return;
  const n = at.peek();
  take(await ask('intervene', { run: open.run, n, action, ...(afterMs > 0 && { afterMs }) }));
}

/** The same, and what cannot be done is said above the page. */
export function interveneOrSay(action: Action): void {
  intervene(action).catch((error) => sayTrouble('', error));
}

/**
 * A timer of the broker, by its id, runs out after the record at the cursor and before all else: the time moves to its
 * deadline, and what was due before comes late.
 */
export async function expireTimer(timer: string): Promise<void> {
  const open = run.peek();
  if (open === undefined) return;
  try {
    take(await ask('expire', { run: open.run, n: at.peek(), timer }));
  } catch (error) {
    sayTrouble('', error);
  }
}

function take({ opened, words, n }: Forked): void {
  trouble.value = '';
  branches.value = forked(branches.peek(), opened, words, n);
  show(opened, n);
}

/** Shows a branch, at the record with which it begins to be one. */
export async function switchTo({ id, opened, n }: Branch): Promise<void> {
  if (branches.peek().current === id) return;
  try {
    const { source } = opened;
    const open = source.kind === 'scenario' ? (await ask('reopen', madeOf(source))).opened : opened;
    trouble.value = '';
    show(open, n === 0 ? undefined : n);
  } catch (error) {
    sayTrouble('', error);
  }
}

export function rename(id: number, name: string): void {
  branches.value = renamed(branches.peek(), id, name);
}

export async function remove(id: number): Promise<void> {
  const before = branches.peek();
  const after = removed(before, id);
  branches.value = after;
  if (after.current === before.current) return;
  const next = currentOf(after) ?? after.all[0];
  branches.value = { ...after, current: 0 };
  if (next !== undefined) await switchTo(next);
}

function madeOf({ scenario, seed, text, doings }: Made): Made {
  return { scenario, seed, ...(text && { text }), ...(doings && { doings }) };
}
