/** Looking around in the ladder. */
import { choice, choose, ladder } from '../state/ladder.ts';
import { openDialog } from '../state/view.ts';
import type { Command } from './command.ts';

/** Of what is seen. */
const PAN = 0.25;
const ZOOM = 1.5;

const isThere = () => ladder.value !== undefined;

function look(id: string, title: string, key: string, run: () => void): Command {
  return { id, title, group: 'View', keys: [key], isEnabled: isThere, run };
}

export const LOOKING: readonly Command[] = [
  look('zoom-in', 'Ladder: closer', 'w', () => ladder.peek()?.zoomBy(ZOOM)),
  look('zoom-out', 'Ladder: further away', 's', () => ladder.peek()?.zoomBy(1 / ZOOM)),
  look('pan-back', 'Ladder: look at what was before', 'a', () => ladder.peek()?.panBy(-PAN)),
  look('pan-on', 'Ladder: look at what comes after', 'd', () => ladder.peek()?.panBy(PAN)),
  look('fit-cursor', 'Ladder: close to the cursor', 'c', () => ladder.peek()?.fitCursor()),
  look('fit-all', 'Ladder: the whole run', '0', () => ladder.peek()?.fitAll()),
  {
    id: 'lanes',
    title: 'Lanes: pin and hide clients',
    group: 'View',
    keys: ['L'],
    run: () => openDialog('lanes'),
  },
  look('details', 'Ladder: show or hide details', 'D', () =>
    choose({ hasDetails: choice.peek().hasDetails !== true }),
  ),
  look('to-scale', 'Ladder: time to scale, or with room for words', 'T', () =>
    choose({ isToScale: choice.peek().isToScale !== true }),
  ),
];
