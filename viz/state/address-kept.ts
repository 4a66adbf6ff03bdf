/** What a page remembers of an entry of the history beside its address. */

import { KEPT } from '../link/place.ts';

export interface Written {
  /** Of the page that wrote it: numbers of runs mean something to that one alone. */
  readonly origin: number;
  readonly run: number;
  /** The hash that the address has no room for. */
  readonly kept?: string;
}

/** Undefined where somebody else has written the address. */
export function writtenHere(): Written | undefined {
  const state: unknown = history.state;
  if (typeof state !== 'object' || state === null || !('origin' in state)) return undefined;
  return state as Written;
}

/** Of the address, or what it stands for. */
export function hashHere(): string {
  const { hash } = location;
  return (hash.startsWith(`#${KEPT}=`) && writtenHere()?.kept) || hash;
}
