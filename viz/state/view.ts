/** Which view is in the middle, which tab is on the left, and which dialog is open. */
import { signal } from '@preact/signals';

export interface Opening {
  readonly id: string;
  readonly number: number;
}

/** Ids of those that app.tsx lists. */
export const VIEWS: readonly string[] = ['ladder', 'chart', 'editor', 'twin', 'compare', 'table'];
export const FIRST_VIEW = 'ladder';
export const view = signal(FIRST_VIEW);
/** Id of one of the tabs on the left. */
export const tab = signal('about');
/** The dialog that is open, if any. The same one is another when it opens again. */
export const dialog = signal<Opening | undefined>(undefined);
/** Id of one of the tabs on the right. */
export const rightTab = signal('record');

let openings = 0;

export function openDialog(id: string): void {
  openings += 1;
  dialog.value = { id, number: openings };
}
