/** Moving the cursor. */
import type { Action } from '../model.ts';
import { isFiltered, nextMatch } from '../state/filter.ts';
import { at, count, dispatch, isPlaying } from '../state/run.ts';
import type { Command } from './command.ts';

const isBefore = () => at.value < count.value;
const isAfter = () => at.value > 0;

function move(
  id: string,
  title: string,
  keys: readonly string[],
  action: Action,
  isEnabled: () => boolean,
): Command {
  return { id, title, group: 'Move', keys, isEnabled, run: () => dispatch(action) };
}

/** With a filter, from one record that matches it to the next. */
function step(by: 1 | -1): void {
  const next = isFiltered.peek() ? nextMatch(by) : at.peek() + by;
  if (next !== undefined) dispatch({ do: 'seek', at: next });
}

export const MOVING: readonly Command[] = [
  {
    id: 'next',
    title: 'Next record',
    group: 'Move',
    keys: ['ArrowRight', 'j'],
    isEnabled: isBefore,
    run: () => step(1),
  },
  {
    id: 'back',
    title: 'One record back',
    group: 'Move',
    keys: ['ArrowLeft', 'k'],
    isEnabled: isAfter,
    run: () => step(-1),
  },
  move('forward-10', 'Ten records on', ['Shift+ArrowRight'], { do: 'step', by: 10 }, isBefore),
  move('back-10', 'Ten records back', ['Shift+ArrowLeft'], { do: 'step', by: -10 }, isAfter),
  move('first', 'To the beginning', ['Home'], { do: 'first' }, isAfter),
  move('last', 'To the end', ['End'], { do: 'last' }, isBefore),
  move('play', 'Play, pause', [' '], { do: 'play' }, () => count.value > 0),
  move('faster', 'Play faster', ['>'], { do: 'faster' }, () => true),
  move('slower', 'Play slower', ['<'], { do: 'slower' }, () => true),
];

export function playTitle(): string {
  return isPlaying.value ? 'Pause' : 'Play';
}
