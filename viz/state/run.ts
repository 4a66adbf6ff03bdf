/** The open run, the one cursor, and what is looked at. Panes read these signals; commands write them. */
import { computed, effect, signal } from '@preact/signals';
import type { ChartName } from '../../machines/index.ts';
import { type Action, FIRST_MODEL, type Model, reduce } from '../model.ts';
import type { Opened } from '../protocol.ts';

const model = signal<Model>(FIRST_MODEL);
export const run = signal<Opened | undefined>(undefined);
/** After which record: 0 is before everything. */
export const at = computed(() => model.value.at);
export const count = computed(() => model.value.count);
export const isPlaying = computed(() => model.value.isPlaying);
export const speed = computed(() => model.value.speed);
export const clientId = computed(() => model.value.clientId);
export const chart = computed<ChartName>(() => model.value.chart);
/** Whether the ledger shows what all clients have. */
export const isEveryone = signal(true);
/** Why the last thing that was asked for is not there; what was open stays. */
export const trouble = signal('');

export function dispatch(action: Action): void {
  model.value = reduce(model.peek(), action);
}

/** @param n where to begin; without it, where the run itself says */
export function show(opened: Opened, n?: number): void {
  run.value = opened;
  dispatch({ do: 'open', ...opened, at: n ?? opened.start });
}

/** There is more of the open run. */
export function grow(opened: Opened, isFollowed: boolean): void {
  run.value = opened;
  dispatch({ do: 'grow', count: opened.count, isFollowed });
}

export function sayTrouble(what: string, error: unknown): void {
  const message = error instanceof Error ? error.message : `${error}`;
  trouble.value = what === '' ? message : `${what}: ${message}`;
}

effect(() => {
  if (!isPlaying.value) return;
  const timer = setInterval(() => dispatch({ do: 'tick' }), 1_000 / speed.value);
  return () => clearInterval(timer);
});
