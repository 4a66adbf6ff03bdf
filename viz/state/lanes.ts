/** Whose lanes come first and whose are hidden, by the name of the client, so that it holds from branch to branch. */
import { effect, signal } from '@preact/signals';
import { choice, choose, columns } from './ladder.ts';

export const pinned = signal<readonly string[]>([]);
export const hidden = signal<ReadonlySet<string>>(new Set());

export function togglePinned(label: string): void {
  const before = pinned.peek();
  pinned.value = before.includes(label)
    ? before.filter((each) => each !== label)
    : [...before, label];
}

export function toggleHidden(label: string): void {
  const after = new Set(hidden.peek());
  if (!after.delete(label)) after.add(label);
  hidden.value = after;
}

export function showAllLanes(): void {
  pinned.value = [];
  hidden.value = new Set();
}

/** The ladder knows clients by their number. */
effect(() => {
  const clients = columns.value?.clients ?? [];
  const numberOf = new Map(clients.map(({ label }, number) => [label, number]));
  const numbers = (labels: Iterable<string>) =>
    [...labels].flatMap((label) => numberOf.get(label) ?? []);
  const chosen = { pinned: numbers(pinned.value), hidden: new Set(numbers(hidden.value)) };
  const isAny = chosen.pinned.length > 0 || chosen.hidden.size > 0;
  const wasAny = choice.peek().pinned !== undefined;
  if (isAny) choose(chosen);
  else if (wasAny) choose({ pinned: undefined, hidden: undefined });
});
