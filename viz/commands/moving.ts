/** Moving the cursor. */
import type { Action } from '../model.ts';
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

export const MOVING: readonly Command[] = [
  move('next', 'Next record', ['ArrowRight', 'j'], { do: 'step', by: 1 }, isBefore),
  move('back', 'One record back', ['ArrowLeft', 'k'], { do: 'step', by: -1 }, isAfter),
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
