/** What the ladder shows now, for the panes around it and for commands. */
import { signal } from '@preact/signals';
import type { LadderColumns } from '../ladder/columns.ts';
import type { LadderCanvas, LadderChoice } from '../ladder/ladder-canvas.ts';
import type { Rows } from '../ladder/rows.ts';
import type { Window } from '../ladder/view.ts';

/** Undefined while no ladder is on the page. */
export const ladder = signal<LadderCanvas | undefined>(undefined);

/** Of the open run, or of what has been read of a file by now. */
export const columns = signal<LadderColumns | undefined>(undefined);

export const seen = signal<{ readonly rows: Rows; readonly window: Window } | undefined>(undefined);

export const choice = signal<LadderChoice>({});

export function choose(change: LadderChoice): void {
  choice.value = { ...choice.peek(), ...change };
}
