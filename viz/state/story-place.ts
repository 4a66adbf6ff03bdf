/** Which story is told, and where in it one is. Apart from the telling, which is fetched when it is first needed. */
import { signal } from '@preact/signals';
import type { OpenedStory } from '../beside/protocol.ts';

export const story = signal<OpenedStory | undefined>(undefined);
/** Place of the caption; -1 before the first. */
export const caption = signal(-1);
