/** A link that somebody was sent: what it leads to is opened, as it was looked at, and what has changed is said. */
import { effect } from '@preact/signals';
import type { ChartName } from '../../machines/index.ts';
import { rowAt } from '../ladder/rows.ts';
import { type Read, readLink } from '../link/link.ts';
import type { LinkPlace } from '../link/place.ts';
import { divergenceOf, divergenceText, type Witness } from '../link/witness.ts';
import { ask } from '../rpc.ts';
import { compareWithMade, comparison, openTwin, twin } from './beside.ts';
import { filterText } from './filter.ts';
import { columns, ladder, seen } from './ladder.ts';
import { openScenario, standIn } from './open.ts';
import { dispatch, run, sayTrouble, show, trouble } from './run.ts';
import { openStory } from './story.ts';
import { view } from './view.ts';
import { newWish } from './wish.ts';

/** Never throws: what is wrong with it is said above the page. */
export async function openLink(hash: string): Promise<void> {
  const isWanted = newWish();
  const read = await readLink(hash);
  if (!isWanted()) return;
  try {
    const before = trouble.peek();
    if (!(await openSource(read.place))) {
      // Without a word it was something else that somebody wanted more.
      if (trouble.peek() !== before) await standIn();
      return;
    }
    await lookAs(read.place);
    await sayWhatChanged(read);
  } catch (error) {
    sayTrouble('the link', error);
  }
}

/** @returns whether it is open now */
async function openSource({ source, at, of }: LinkPlace): Promise<boolean> {
  switch (source.kind) {
    case 'story':
      return openStory(source.story, at, of);
    case 'scenario': {
      const { kind: _, ...made } = source;
      return openScenario({ ...made, at });
    }
    case 'file': {
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
  if (own !== mark) sayTrouble('', 'This is not the trace that the link was made of.');
}

async function lookAs(place: LinkPlace): Promise<void> {
  const { clientId, chart, view: wanted, filter, window, beside } = place;
  if (clientId !== undefined) dispatch({ do: 'client', clientId });
  if (chart !== undefined) dispatch({ do: 'chart', chart: chart as ChartName });
  if (filter !== undefined) filterText.value = filter;
  if (beside === 'versions') await openTwin();
  else if (beside !== undefined) await compareWithMade(beside);
  lookAtSide(place);
  if (wanted !== undefined) view.value = wanted;
  if (window !== undefined) showWindow(window);
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

async function sayWhatChanged({ witness, problems }: Read): Promise<void> {
  const number = run.peek()?.run;
  const said = [...problems];
  if (witness !== undefined && number !== undefined) said.push(await changeOf(witness, number));
  const text = said.filter(Boolean).join('\n');
  if (text !== '') sayTrouble('', text);
}

async function changeOf(witness: Witness, number: number): Promise<string> {
  const { law, records } = await ask('remembered', { run: number });
  return divergenceText(witness, law, divergenceOf(witness, records));
}
