/** A link that somebody was sent: what it leads to is opened, as it was looked at, and what has changed is said. */
import { effect } from '@preact/signals';
import type { ChartName } from '../../machines/index.ts';
import { CHARTS } from '../charts.ts';
import { rowAt } from '../ladder/rows.ts';
import { type Read, readLink } from '../link/link.ts';
import type { LinkPlace } from '../link/place.ts';
import { divergenceOf, divergenceText } from '../link/witness.ts';
import { ask } from '../rpc.ts';
import { compareWithMade, comparison, openTwin, twin } from './beside.ts';
import { traceInside } from './came-with.ts';
import { filterText } from './filter.ts';
import { columns, ladder, seen } from './ladder.ts';
import { beyond, openFile, openScenario, seekIn, standIn } from './open.ts';
import { fileHere } from './open-files.ts';
import { dispatch, run, sayTrouble, show, trouble } from './run.ts';
import { openStory } from './story.ts';
import { VIEWS, view } from './view.ts';
import { newWish } from './wish.ts';

/** Never throws: what is wrong with it is said above the page. */
export async function openLink(hash: string): Promise<void> {
  const isWanted = newWish();
  const read = await readLink(hash);
  if (!isWanted()) return;
  try {
    const before = trouble.peek();
    trouble.value = '';
    if (!(await openSource(read.place))) {
      // Without a word it was something else that somebody wanted more.
      if (trouble.peek() === '') {
        trouble.value = before;
        return;
      }
      sayAll([...read.problems, trouble.peek()]);
      await standIn();
      return;
    }
    const open = run.peek();
    const told = trouble.peek() || (open && beyond(open, read.place.at)) || '';
    const unknown = await lookAs(read.place);
    sayAll([told, ...read.problems, ...unknown, await whatChanged(read)]);
  } catch (error) {
    sayTrouble('the link', error);
  }
}

/** What is open already, at the place and with the looks of a link. */
export async function lookAsLink(hash: string): Promise<void> {
  const { place, problems } = await readLink(hash);
  if (place.at !== undefined) dispatch({ do: 'seek', at: place.at });
  sayAll([trouble.peek(), ...problems, ...(await lookAs(place))]);
}

function sayAll(all: readonly string[]): void {
  trouble.value = all.filter(Boolean).join('\n');
}

/** @returns whether it is open now */
async function openSource({ source, at, of }: LinkPlace): Promise<boolean> {
  switch (source.kind) {
    case 'story':
      return openStory(source.story, at, of);
    case 'scenario': {
      const { kind: _, ...made } = source;
      return seekIn({ ...made, at }) || openScenario({ ...made, at });
    }
    case 'file': {
      if (await openFileHere(source.name, at)) return true;
      await standIn();
      const where = at === undefined ? '' : ` at record ${at}`;
      sayTrouble(
        '',
        `This link leads to ${source.name}${where}. A link cannot hold a trace: open the file here, and it is shown.`,
      );
      awaitFile(source.mark, at);
      return false;
    }
  }
}

/** One that this page has had open, or that came inside it. */
async function openFileHere(name: string, at: number | undefined): Promise<boolean> {
  const inside = traceInside();
  const open = run.peek()?.source;
  const known = fileHere();
  if (known !== undefined) show(known, at);
  else if (inside?.name !== name) return false;
  else if (!(open?.kind === 'file' && open.name === name) && !(await openFile(inside))) return true;
  if (at !== undefined) dispatch({ do: 'seek', at });
  return true;
}

/** When the file is opened, the link is gone on with. */
function awaitFile(mark: string, at: number | undefined): void {
  const before = run.peek()?.run;
  const stop = effect(() => {
    const open = run.value;
    if (open === undefined || open.run === before) return;
    // Not within the effect that is being run.
    queueMicrotask(() => stop());
    if (open.source.kind === 'file') compareMark(open.run, mark, at);
  });
}

async function compareMark(number: number, mark: string, at: number | undefined): Promise<void> {
  const { mark: own } = await ask('remembered', { run: number });
  if (run.peek()?.run !== number) return;
  if (at !== undefined) dispatch({ do: 'seek', at });
  if (mark !== '' && own !== mark)
    sayTrouble('', 'This is not the trace that the link was made of.');
}

/** @returns what of it there is not here */
async function lookAs(place: LinkPlace): Promise<readonly string[]> {
  const { filter, window, beside } = place;
  const unknown: string[] = [];
  const known = (what: string, word: string | undefined, all: readonly string[]) => {
    if (word === undefined || all.includes(word)) return word;
    unknown.push(`There is no ${what} '${word}' here.`);
    return undefined;
  };
  const chart = known('chart', place.chart, CHARTS);
  const wanted = known('view', place.view, VIEWS);
  if (chart !== undefined) dispatch({ do: 'chart', chart: chart as ChartName });
  if (filter !== undefined) filterText.value = filter;
  if (beside === 'versions') await openTwin();
  else if (beside !== undefined) await compareWithMade(beside);
  lookAtSide(place);
  const clientId = known('client', place.clientId, run.peek()?.clientIds ?? []);
  if (clientId !== undefined) dispatch({ do: 'client', clientId });
  if (wanted !== undefined) view.value = wanted;
  if (window !== undefined) showWindow(window);
  return unknown;
}

/** The record is one of that side. */
function lookAtSide({ beside, of, at }: LinkPlace): void {
  const both = beside === 'versions' ? twin.peek() : comparison.peek();
  if (beside === undefined || both === undefined || of === undefined) return;
  show(both[of], at);
}

/** As soon as there is a ladder with this run on it. */
function showWindow({ fromMs, toMs }: NonNullable<LinkPlace['window']>): void {
  const number = run.peek()?.run;
  const stop = effect(() => {
    const [canvas, all, rows] = [ladder.value, columns.value, seen.value?.rows];
    if (run.value?.run !== number) queueMicrotask(() => stop());
    if (canvas === undefined || rows === undefined || all === undefined) return;
    if (all.records !== run.value?.count || rows.at.length !== all.count) return;
    queueMicrotask(() => {
      stop();
      canvas.setView({ from: rowAt(all, rows, fromMs), to: rowAt(all, rows, toMs) });
    });
  });
}

async function whatChanged({ witness }: Read): Promise<string> {
  const number = run.peek()?.run;
  if (witness === undefined || number === undefined) return '';
  const { law, records } = await ask('remembered', { run: number });
  return divergenceText(witness, law, divergenceOf(witness, records));
}
