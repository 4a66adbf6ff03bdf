/** The story that is told: its captions, the one at the cursor, and the telling of it, one after the other. */
import { computed, effect, signal } from '@preact/signals';
import type { CaptionWords, OpenedStory, StoryCard } from '../beside/protocol.ts';
import { ask } from '../rpc.ts';
import { more } from './address-more.ts';
import { comparison, lookAt, side, twin } from './beside.ts';
import { moment } from './look.ts';
import { at, dispatch, run, sayTrouble, show, trouble } from './run.ts';
import { caption, story } from './story-place.ts';
import { tab, view } from './view.ts';
import { newWish } from './wish.ts';

export const cards = signal<readonly StoryCard[]>([]);
/** Whether the next caption comes by itself. */
export const isTelling = signal(false);

export const current = computed<CaptionWords | undefined>(
  () => story.value?.captions[caption.value],
);

/** Time to read a caption, and to look where it says. */
const READ_AT_LEAST_MS = 4_000;
const READ_PER_CHARACTER_MS = 55;

export async function fetchCards(): Promise<void> {
  if (cards.peek().length > 0) return;
  try {
    cards.value = await ask('stories');
  } catch (error) {
    sayTrouble('the stories', error);
  }
}

/**
 * Opens it and begins to tell it.
 * @param n a record to stand at instead, of which of two runs
 * @returns whether it is open now
 */
export async function openStory(id: string, n?: number, of?: 'a' | 'b'): Promise<boolean> {
  const isWanted = newWish();
  try {
    const told = await ask('story', { id });
    if (!isWanted()) return false;
    trouble.value = '';
    story.value = told;
    caption.value = -1;
    const { beside } = told;
    if (beside !== undefined) (beside.versions ? twin : comparison).value = beside;
    view.value = beside === undefined ? 'ladder' : beside.versions ? 'twin' : 'compare';
    tab.value = 'stories';
    more.value = fieldsOf(told);
    const opened = (of && beside?.[of]) ?? told.opened;
    show(opened, n);
    dispatch({ do: 'client', clientId: told.clientId });
    if (n === undefined) {
      goTo(0);
      isTelling.value = !matchMedia('(prefers-reduced-motion: reduce)').matches;
    }
    return true;
  } catch (error) {
    if (isWanted()) sayTrouble('', error);
    return false;
  }
}

/** For the address. */
function fieldsOf({ card, opened, beside }: OpenedStory): ReadonlyMap<number, string> {
  const own = `story=${card.id}`;
  if (beside === undefined) return new Map([[opened.run, own]]);
  return new Map([
    [beside.a.run, `${own}&of=a`],
    [beside.b.run, `${own}&of=b`],
  ]);
}

/** To a caption: the cursor to its event, and what it speaks of into sight. */
export function goTo(index: number): void {
  const told = story.peek();
  const next = told?.captions[index];
  if (told === undefined || next === undefined) return;
  caption.value = index;
  if (next.n === 0) return;
  const { beside } = told;
  if (beside !== undefined && side.peek() !== next.of) lookAt(beside, next.of);
  dispatch({ do: 'seek', at: next.n });
  if (next.look.pane === 'chart') dispatch({ do: 'chart', chart: next.look.chart });
}

export function nextCaption(): void {
  isTelling.value = false;
  goTo(Math.min(caption.peek() + 1, (story.peek()?.captions.length ?? 0) - 1));
}

export function previousCaption(): void {
  isTelling.value = false;
  goTo(Math.max(caption.peek() - 1, 0));
}

export function hasNextCaption(): boolean {
  return caption.value + 1 < (story.value?.captions.length ?? 0);
}

export function hasPreviousCaption(): boolean {
  return story.value !== undefined && caption.value > 0;
}

/** Goes on by itself from where it is; from the end, from the beginning. */
export function tell(): void {
  if (!hasNextCaption()) goTo(0);
  isTelling.value = true;
}

effect(() => {
  const now = current.value;
  if (!isTelling.value || now === undefined) return;
  const ms = Math.max(READ_AT_LEAST_MS, now.text.length * READ_PER_CHARACTER_MS);
  const timer = setTimeout(() => {
    if (hasNextCaption()) goTo(caption.peek() + 1);
    else isTelling.value = false;
  }, ms);
  return () => clearTimeout(timer);
});

// Who takes the cursor, or plays, wants to look for himself.
effect(() => {
  const n = at.value;
  const now = current.peek();
  if (now !== undefined && now.n !== n) isTelling.value = false;
});

/** What a caption speaks of is set off. */
effect(() => {
  const look = current.value?.look.pane ?? '';
  const isThere = current.value?.n === at.value;
  document.documentElement.dataset['look'] = isThere ? look : '';
});

effect(() => {
  const now = current.value;
  if (moment.value?.n !== now?.n || now?.look.pane !== 'ledger') return;
  const { section } = now.look;
  requestAnimationFrame(() => {
    const box = document.getElementById('ledger');
    const head = [...(box?.querySelectorAll('h3') ?? [])].find(
      ({ textContent }) => textContent?.toLowerCase() === section,
    );
    if (box && head) box.scrollTop = head.offsetTop - box.offsetTop;
  });
});

/** On another run of the same scenario, the captions look for their events anew; on any other, the story is over. */
effect(() => {
  const open = run.value;
  const told = story.peek();
  if (open === undefined || told === undefined) return;
  const sides = [told.opened.run, told.beside?.a.run, told.beside?.b.run];
  if (sides.includes(open.run)) return;
  const [now, then] = [open.source, told.opened.source];
  const isSame =
    now.kind === 'scenario' && then.kind === 'scenario' && now.scenario === then.scenario;
  if (!isSame || told.beside !== undefined) {
    close();
    return;
  }
  follow(told, open.run);
});

async function follow(told: OpenedStory, number: number): Promise<void> {
  try {
    const captions = await ask('captions', { id: told.card.id, run: number });
    if (story.peek() !== told || run.peek()?.run !== number) return;
    const opened = run.peek() ?? told.opened;
    story.value = { ...told, opened, captions };
  } catch (error) {
    sayTrouble('', error);
  }
}

export function close(): void {
  story.value = undefined;
  caption.value = -1;
  isTelling.value = false;
}
