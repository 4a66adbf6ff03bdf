/** Giving away what one sees: a link to it, or a file of it. */
import { signal } from '@preact/signals';
import type { OpenedStory } from '../beside/protocol.ts';
import { BOTH_FORMATS, type BothFormat } from '../export/both-formats.ts';
import { FORMATS, type FormatName } from '../export/formats.ts';
import { pngOf } from '../export/png.ts';
import { copy, save } from '../export/save.ts';
import type { ExportSelection } from '../export/selection.ts';
import { timeAt } from '../ladder/rows.ts';
import { type Link, linkTo } from '../link/link.ts';
import { LINK_FILE, linkFile } from '../link/link-file.ts';
import type { LinkPlace, LinkSource } from '../link/place.ts';
import type { Made, Opened } from '../protocol.ts';
import { ask } from '../rpc.ts';
import { more } from './address-more.ts';
import { beside, side } from './beside.ts';
import { filterText } from './filter.ts';
import { columns, seen } from './ladder.ts';
import { at, chart, clientId, run, sayTrouble } from './run.ts';
import { story } from './story-place.ts';
import { FIRST_VIEW, view } from './view.ts';

/** What is exported; undefined until somebody has chosen. */
export const selection = signal<ExportSelection | undefined>(undefined);

export function selectionFor(open: Opened): ExportSelection {
  return selection.value ?? { from: 1, to: open.count, clientIds: [], isDetailed: false };
}

/** @throws Error when the run has been closed */
export async function linkNow(): Promise<Link> {
  const open = run.peek();
  if (open === undefined) throw new Error('nothing is open');
  const { law, records, mark } = await ask('remembered', { run: open.run });
  const place = placeNow(open, mark);
  const isKnown = records.length > 0 && place.source.kind !== 'file';
  return linkTo(place, law, isKnown ? records : undefined);
}

function placeNow(open: Opened, mark: string): LinkPlace {
  const shown = view.peek();
  return {
    source: sourceOf(open, mark),
    at: at.peek(),
    ...(shown !== FIRST_VIEW && { view: shown }),
    ...(clientId.peek() !== open.clientId && { clientId: clientId.peek() }),
    ...(chart.peek() !== 'session' && { chart: chart.peek() }),
    ...(filterText.peek() !== '' && { filter: filterText.peek() }),
    window: windowNow(),
    beside: besideNow(),
    of: beside.peek() && side.peek(),
  };
}

function sourceOf(open: Opened, mark: string): LinkSource {
  const told = storyNow(open);
  if (told !== undefined) return { kind: 'story', story: told.card.id };
  const both = beside.peek();
  const sources = (both === undefined ? [open] : [both.a, both.b]).map(({ source }) => source);
  // Of a twin the side that is written in the scenario; of a comparison the run that was there first.
  const made = sources.find(({ kind }) => kind === 'scenario');
  if (made?.kind === 'scenario') return made;
  const name = open.source.kind === 'scenario' ? open.name : open.source.name;
  return { kind: 'file', name, mark };
}

/** Of the story's own run. A branch of it, or another seed, is told by the same captions, and is not the story. */
function storyNow({ run: number }: Opened): OpenedStory | undefined {
  if (!more.peek().has(number)) return undefined;
  const told = story.peek();
  const runs = [told?.opened.run, told?.beside?.a.run, told?.beside?.b.run];
  return runs.includes(number) ? told : undefined;
}

function besideNow(): LinkPlace['beside'] {
  const both = beside.peek();
  const open = run.peek();
  if (both === undefined || open === undefined || storyNow(open) !== undefined) return undefined;
  if (both.versions !== undefined) return 'versions';
  return both.b.source.kind === 'scenario' ? madeOf(both.b.source) : undefined;
}

function madeOf({ scenario, seed, text, doings }: Made): Made {
  return { scenario, seed, ...(text && { text }), ...(doings && { doings }) };
}

/** Unless all of it is seen. */
function windowNow(): LinkPlace['window'] {
  const all = columns.peek();
  const now = seen.peek();
  if (all === undefined || now === undefined || now.rows.shown.length === 0) return undefined;
  const { rows, window } = now;
  if (window.from <= 0 && window.to >= rows.length) return undefined;
  const fromMs = Math.floor(timeAt(all, rows, Math.max(0, window.from)));
  const toMs = Math.ceil(timeAt(all, rows, Math.min(rows.length, window.to)));
  return fromMs < toMs ? { fromMs, toMs } : undefined;
}

export function addressOf(hash: string): string {
  return `${location.origin === 'null' ? '' : location.origin}${location.pathname}${location.search}${hash}`;
}

export function saveLink(hash: string): void {
  const name = `${run.peek()?.name ?? 'place'}${LINK_FILE}`;
  save(name, new Blob([linkFile(hash)], { type: 'application/json' }));
}

/** As a file on the disk, or as text for the clipboard. */
export async function exportNow(format: FormatName): Promise<string | Uint8Array<ArrayBuffer>> {
  return (await fileOf(format)).content;
}

export async function saveAs(format: FormatName | 'png'): Promise<void> {
  try {
    const { name, type, content } = await fileOf(format === 'png' ? 'svg' : format);
    if (format === 'png') {
      save(name.replace(/\.svg$/, '.png'), await pngOf(content as string));
    } else save(name, new Blob([content], { type }));
  } catch (error) {
    sayTrouble(format === 'png' ? 'the bitmap' : FORMATS[format].title, error);
  }
}

/** Of two runs side by side, by the number of the comparison. */
export async function saveBoth(id: number, format: BothFormat): Promise<void> {
  try {
    const { name, type, content } = await ask('besideFile', { id, format });
    save(name, new Blob([content], { type }));
  } catch (error) {
    sayTrouble(BOTH_FORMATS[format].title, error);
  }
}

/** @returns false where the browser does not let a page do that, and where there is nothing to copy */
export async function copyBoth(id: number, format: BothFormat): Promise<boolean> {
  try {
    const { content } = await ask('besideFile', { id, format });
    return await copy(content as string);
  } catch (error) {
    sayTrouble(BOTH_FORMATS[format].title, error);
    return false;
  }
}

async function fileOf(format: FormatName) {
  const open = run.peek();
  if (open === undefined) throw new Error('nothing is open');
  const { name, title, about } = open;
  const titles = { run: open.run, name, title, about };
  return ask('exported', { titles, format, selection: selectionFor(open) });
}

export async function commandsNow(): Promise<readonly string[]> {
  const open = run.peek();
  if (open === undefined) return [];
  const { name, title, about } = open;
  const titles = { run: open.run, name, title, about };
  const client = clientId.peek() === '' ? undefined : clientId.peek();
  return ask('commands', {
    titles,
    selection: selectionFor(open),
    n: at.peek(),
    clientId: client,
  });
}
