/** Intervening, and asking why. */
import { run } from '../state/run.ts';
import { openDialog, rightTab, tab, view } from '../state/view.ts';
import type { Command } from './command.ts';

const isOpen = () => run.value !== undefined;

export const PLAYING: readonly Command[] = [
  {
    id: 'inject',
    title: 'Inject a packet, a fault, something that a client does…',
    group: 'Do',
    keys: ['i'],
    isEnabled: isOpen,
    run: () => openDialog('inject'),
  },
  {
    id: 'steps',
    title: 'Steps: what can happen next, and what would be refused',
    group: 'Do',
    keys: ['x'],
    run: () => {
      tab.value = 'steps';
    },
  },
  {
    id: 'branches',
    title: 'Branches: which run was forked from which',
    group: 'Do',
    keys: ['b'],
    run: () => {
      tab.value = 'branches';
    },
  },
  {
    id: 'view-editor',
    title: 'Write a scenario of your own',
    group: 'Do',
    keys: ['3'],
    run: () => {
      view.value = 'editor';
    },
  },
  {
    id: 'packets',
    title: 'Packets of the record: fields, properties, bytes',
    group: 'Explain',
    keys: ['P'],
    run: () => {
      rightTab.value = 'packets';
    },
  },
  {
    id: 'why',
    title: 'Why it happened, and why something else would not',
    group: 'Explain',
    keys: ['y'],
    run: () => {
      rightTab.value = 'why';
    },
  },
];
