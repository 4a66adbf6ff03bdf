/** How large the parts of a picture are: what is laid out, and what is drawn into it, have to agree. */
import { type Line, lineWidth } from './svg-labels.ts';
import type { PlannedState } from './svg-plan.ts';
import { NAME, SMALL, textWidth } from './svg-text.ts';

/** From the border of a box to what is written in it. */
export const PAD_X = 16;
export const PAD_Y = 10;
/** Between the name of a state and what it does, with a line through the middle. */
export const RULE = 12;
/** The inner border of a final state. */
export const FINAL_INSET = 4;

export function linesHeight(lines: readonly Line[]): number {
  return lines.length * SMALL.lineHeight;
}

export function linesWidth(lines: readonly Line[]): number {
  return Math.max(0, ...lines.map(lineWidth));
}

/** Of a state's box, or of the head of a box that has others in it. */
export function stateSize({
  name,
  lines,
  kind,
}: Pick<PlannedState, 'name' | 'lines' | 'kind'>): readonly [width: number, height: number] {
  const inset = kind === 'final' ? FINAL_INSET : 0;
  const width = Math.max(textWidth(name, NAME), linesWidth(lines));
  const below = lines.length === 0 ? 0 : RULE + linesHeight(lines);
  return [width + 2 * (PAD_X + inset), NAME.lineHeight + below + 2 * (PAD_Y + inset)];
}

export function labelSize(lines: readonly Line[]): { width: number; height: number } {
  return { width: linesWidth(lines) + 8, height: linesHeight(lines) + 4 };
}
