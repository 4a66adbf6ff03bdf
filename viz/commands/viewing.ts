/** Views, theme and dialogs. */
import { nextTheme } from '../state/theme.ts';
import { dialog, view } from '../state/view.ts';
import type { Command } from './command.ts';

export const VIEWING: readonly Command[] = [
  {
    id: 'view-ladder',
    title: 'Show the ladder',
    group: 'View',
    keys: ['1'],
    run: () => {
      view.value = 'ladder';
    },
  },
  {
    id: 'theme',
    title: 'Next theme: as the system, light, dark',
    group: 'View',
    keys: ['h'],
    run: nextTheme,
  },
  {
    id: 'palette',
    title: 'All commands',
    group: 'View',
    keys: ['Ctrl+k'],
    run: () => {
      dialog.value = 'palette';
    },
  },
  {
    id: 'help',
    title: 'Keys and help',
    group: 'View',
    keys: ['?'],
    run: () => {
      dialog.value = 'help';
    },
  },
];
