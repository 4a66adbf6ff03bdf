/** How large the parts of a picture are: what is laid out, and what is drawn into it, have to agree. */
import { type Line, lineWidth } from './svg-labels.ts';
import type { PlannedState } from './svg-plan.ts';
import { NAME, SMALL, textWidth } from './svg-text.ts';

export type Size = readonly [width: number, height: number];

/** From the border of a box to what is written in it. */
export const PAD_X = 16;
export const PAD_Y = 10;
/** Between the name of a state and what it does, with a line through the middle. */
export const RULE = 12;
/** The inner border of a final state. */
export const FINAL_INSET = 4;

function linesHeight(lines: readonly Line[]): number {
  return lines.length * SMALL.lineHeight;
}

function linesWidth(lines: readonly Line[]): number {
  return Math.max(0, ...lines.map(lineWidth));
}

/** Of a state's box, or of the head of one with regions. */
export function stateSize(state: PlannedState): Size {
  const inset = state.kind === 'final' ? FINAL_INSET : 0;
  const [width, height] = headSize(state);
  return [width + 2 * (PAD_X + inset), height + 2 * (PAD_Y + inset)];
}

/** Of a state's name and what it does without being left. */
export function headSize({ name, lines }: PlannedState): Size {
  const below = lines.length === 0 ? 0 : RULE + linesHeight(lines);
  return [Math.max(textWidth(name, NAME), linesWidth(lines)), NAME.lineHeight + below];
}

export function labelSize(lines: readonly Line[]): { width: number; height: number } {
  return { width: linesWidth(lines) + 8, height: linesHeight(lines) + 4 };
}
