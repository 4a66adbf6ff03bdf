/** What two runs side by side can be saved as, and the command that tells the same. */
import type { Opened } from '../protocol.ts';
import { quoted } from './command.ts';

export const BOTH_FORMATS = {
  text: { title: 'What is different (text)', ending: 'txt', type: 'text/plain' },
  json: { title: 'What is different (JSON)', ending: 'json', type: 'application/json' },
} as const;

export type BothFormat = keyof typeof BOTH_FORMATS;

/** The same in a terminal; undefined where no command alone makes both runs again. */
export function compareCommand({ a, b, isTwin }: Sides): string | undefined {
  const sides = (isTwin ? [a, b].filter(({ source }) => source.kind === 'scenario') : [a, b]).map(
    argumentOf,
  );
  if (sides.length === 0 || sides.includes(undefined)) return undefined;
  return `lifeline compare ${isTwin ? '--twin ' : ''}${sides.join(' ')}`;
}

interface Sides {
  readonly a: Opened;
  readonly b: Opened;
  readonly isTwin: boolean;
}

function argumentOf({ source }: Opened): string | undefined {
  if (source.kind === 'file') return quoted(source.name);
  if (source.kind === 'live' || source.text !== undefined || source.doings !== undefined) {
    return undefined;
  }
  return quoted(`${source.scenario}:${source.seed}`);
}
