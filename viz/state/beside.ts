/** Two runs side by side: what is compared, and the row that the cursor is in. */
import { computed, signal } from '@preact/signals';
import type { Beside } from '../beside/protocol.ts';
import { printLink } from '../link/link.ts';
import type { LinkPlace, LinkSource } from '../link/place.ts';
import type { Made, Opened } from '../protocol.ts';
import { ask } from '../rpc.ts';
import { more } from './address-more.ts';
import { at, clientId, dispatch, run, sayTrouble, show, trouble } from './run.ts';
import { view } from './view.ts';

export type Side = 'a' | 'b';

/** Both versions of MQTT; undefined for none. */
export const twin = signal<Beside | undefined>(undefined);
/** Any two runs. */
export const comparison = signal<Beside | undefined>(undefined);
export const isWorking = signal(false);

/** The one that the open run is a side of. */
export const beside = computed(() => [twin.value, comparison.value].find((each) => sideOf(each)));

export const side = computed(() => sideOf(beside.value));

function sideOf(both: Beside | undefined): Side | undefined {
  const number = run.value?.run;
  if (both === undefined || number === undefined) return undefined;
  if (both.a.run === number) return 'a';
  return both.b.run === number ? 'b' : undefined;
}

/** The row that the cursor is in: the last that is up to its record; -1 before all of them. */
function rowOf(both: Beside, own: Side, n: number): number {
  const places = own === 'a' ? both.placesA : both.placesB;
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] as number) < n) low = middle + 1;
    else high = middle;
  }
  return n === 0 ? -1 : Math.min(low, places.length - 1);
}

/** A row that was chosen stands for its record, where the side that is looked at has none too. */
const chosenRow = signal<{ readonly id: number; readonly row: number; readonly n: number }>({
  id: 0,
  row: -1,
  n: -1,
});

export const row = computed(() => {
  const both = beside.value;
  const own = side.value;
  if (both === undefined || own === undefined) return -1;
  const { id, row: chosen, n } = chosenRow.value;
  if (id === both.id && n === at.value) return chosen;
  return rowOf(both, own, at.value);
});

/** The cursor of both: the side that is looked at goes to its place there. */
export function chooseRow(both: Beside, index: number): void {
  const own = sideOf(both) ?? 'b';
  const n = (own === 'a' ? both.placesA : both.placesB)[index] ?? 0;
  chosenRow.value = { id: both.id, row: index, n };
  if (sideOf(both) === undefined) show(opened(both, own), n);
  else dispatch({ do: 'seek', at: n });
}

/** The other run in all panes, at the same place. */
export function lookAt(both: Beside, own: Side): void {
  const index = sideOf(both) === undefined ? -1 : row.peek();
  const n = (own === 'a' ? both.placesA : both.placesB)[index] ?? 0;
  const client = clientId.peek();
  show(opened(both, own), n);
  if (opened(both, own).clientIds.includes(client)) dispatch({ do: 'client', clientId: client });
  chosenRow.value = { id: both.id, row: index, n };
}

function opened(both: Beside, own: Side): Opened {
  return own === 'a' ? both.a : both.b;
}

/** The scenario of the open run, in both versions. */
export async function openTwin(): Promise<void> {
  const source = run.peek()?.source;
  view.value = 'twin';
  if (source?.kind !== 'scenario') return;
  const { scenario, seed, text } = source;
  await work(async () => {
    const both = await ask('twin', { scenario, seed, ...(text && { text }) });
    twin.value = both;
    await remember(both, { kind: 'scenario', scenario, seed, ...(text && { text }) }, 'versions');
    // The side whose version it is written in is the run that is open.
    const own = both.a.source.kind === 'scenario' ? both.a : both.b;
    show(own, at.peek());
  });
}

/** The open run against one that is made for it. */
export async function compareWithMade(made: Made): Promise<void> {
  const open = run.peek();
  if (open === undefined) return;
  await work(async () => {
    const { opened: other } = await ask('reopen', made);
    const both = await ask('compared', { a: open, b: other });
    comparison.value = both;
    if (open.source.kind === 'scenario') await remember(both, open.source, made);
  });
}

/** The open run against one that is open too. */
export async function compareWithOpen(other: Opened): Promise<void> {
  const open = run.peek();
  if (open === undefined) return;
  await work(async () => {
    comparison.value = await ask('compared', { a: open, b: other });
  });
}

/** The open run against a trace from the disk. */
export async function compareWithFile(file: File): Promise<void> {
  const open = run.peek();
  if (open === undefined) return;
  await work(async () => {
    const { readFile } = await import('./reading.ts');
    const { opened, problem } = await readFile(file);
    comparison.value = await ask('compared', { a: open, b: opened });
    if (problem !== '') sayTrouble(file.name, new Error(problem));
  });
}

/** For the address. */
async function remember(
  both: Beside,
  source: LinkSource,
  other: NonNullable<LinkPlace['beside']>,
): Promise<void> {
  const hash = await printLink({ source, beside: other });
  const fields = hash.slice(1);
  more.value = new Map([
    [both.a.run, `${fields}&of=a`],
    [both.b.run, `${fields}&of=b`],
  ]);
}

async function work(act: () => Promise<void>): Promise<void> {
  isWorking.value = true;
  try {
    await act();
    trouble.value = '';
  } catch (error) {
    sayTrouble('', error);
  }
  isWorking.value = false;
}
