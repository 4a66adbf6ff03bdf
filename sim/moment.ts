import type { Chooser } from './choose/chooser.ts';

/** When something is done, and who decides what is left open. */
export interface Moment {
  readonly nowMs: number;
  readonly chooser: Chooser;
}
