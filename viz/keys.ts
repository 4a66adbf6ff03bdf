/** Single keys, as the help lists them. They are for who is not writing in a field. */
import type { Action } from './model.ts';

export interface Key {
  readonly keys: readonly string[];
  readonly shown: string;
  readonly words: string;
  /** Undefined for what is the page's own: help. */
  readonly action: Action | undefined;
}

export const KEYS: readonly Key[] = [
  { keys: ['ArrowRight', 'j'], shown: '→', words: 'next record', action: { do: 'step', by: 1 } },
  { keys: ['ArrowLeft', 'k'], shown: '←', words: 'back', action: { do: 'step', by: -1 } },
  { keys: [' '], shown: 'Space', words: 'play, pause', action: { do: 'play' } },
  { keys: ['Home'], shown: 'Home', words: 'to the beginning', action: { do: 'first' } },
  { keys: ['End'], shown: 'End', words: 'to the end', action: { do: 'last' } },
  { keys: ['?'], shown: '?', words: 'this help', action: undefined },
];

export function keyOf(name: string): Key | undefined {
  return KEYS.find(({ keys }) => keys.includes(name));
}
