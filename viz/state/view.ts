/** Which view is in the middle, which tab is on the left, and which dialog is open. */
import { signal } from '@preact/signals';

/** Ids of those that app.tsx lists. */
export const VIEWS: readonly string[] = ['ladder', 'chart', 'editor', 'twin', 'compare', 'table'];
export const FIRST_VIEW = 'ladder';
export const view = signal(FIRST_VIEW);
/** Id of one of the tabs on the left. */
export const tab = signal('about');
/** Id of the dialog that is open; empty for none. */
export const dialog = signal('');
/** Id of one of the tabs on the right. */
export const rightTab = signal('record');
