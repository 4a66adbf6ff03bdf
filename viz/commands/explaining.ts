/** Stories, comparing and sharing. What these need is fetched when they are first used. */
import { run, sayTrouble } from '../state/run.ts';
import { caption, story } from '../state/story-place.ts';
import { openDialog, tab, view } from '../state/view.ts';
import type { Command } from './command.ts';

const isOpen = () => run.value !== undefined;

function stories(act: (told: typeof import('../state/story.ts')) => void): void {
  import('../state/story.ts').then(act, (error) => sayTrouble('the stories', error));
}

function show(id: string, title: string, key: string): Command {
  return {
    id: `view-${id}`,
    title,
    group: 'View',
    keys: [key],
    isEnabled: isOpen,
    run: () => {
      view.value = id;
    },
  };
}

export const EXPLAINING: readonly Command[] = [
  {
    id: 'stories',
    title: 'Stories to choose from',
    group: 'Explain',
    keys: ['S'],
    run: () => {
      tab.value = 'stories';
    },
  },
  {
    id: 'caption-next',
    title: 'Story: next caption',
    group: 'Explain',
    keys: ['n'],
    isEnabled: () => caption.value + 1 < (story.value?.captions.length ?? 0),
    run: () => stories(({ nextCaption }) => nextCaption()),
  },
  {
    id: 'caption-back',
    title: 'Story: the caption before',
    group: 'Explain',
    keys: ['p'],
    isEnabled: () => story.value !== undefined && caption.value > 0,
    run: () => stories(({ previousCaption }) => previousCaption()),
  },
  show('twin', 'Show 3.1.1 and 5.0 side by side', '4'),
  show('compare', 'Compare with another run', '5'),
  show('table', 'Show everything as tables', 't'),
  {
    id: 'share',
    title: 'Share: link, files, commands',
    group: 'Share',
    keys: ['e', 'l'],
    isEnabled: isOpen,
    run: () => openDialog('share'),
  },
];
