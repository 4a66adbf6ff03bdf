/** Views, theme and dialogs. */
import { FILTER_FIELD } from '../panes/filter.tsx';
import { nextTheme } from '../state/theme.ts';
import { openDialog, view } from '../state/view.ts';
import type { Command } from './command.ts';

function show(id: string, title: string, key: string): Command {
  const run = () => {
    view.value = id;
  };
  return { id: `view-${id}`, title, group: 'View', keys: [key], run };
}

export const VIEWING: readonly Command[] = [
  show('ladder', 'Show the ladder', '1'),
  show('chart', 'Show the statechart, large', '2'),
  {
    id: 'filter',
    title: 'Filter: show only what matches',
    group: 'View',
    keys: ['/'],
    run: () => document.getElementById(FILTER_FIELD)?.focus(),
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
    run: () => openDialog('palette'),
  },
  {
    id: 'help',
    title: 'Keys and help',
    group: 'View',
    keys: ['?'],
    run: () => openDialog('help'),
  },
];
