/** Where a replay and its trace part: the first effect that is not the same, and both sides of it. */
import { isEqual } from './equal.ts';

export interface Difference {
  readonly n: number;
  readonly t: number;
  /** Line of the file, from 1. */
  readonly line: number;
  /** What the step came from, in words. */
  readonly cause: string;
  /** The step's input as JSON. */
  readonly input: string;
  /** Which effect of the step, from 1. */
  readonly effect: number;
  /** JSON of the effect; undefined where that side has none. */
  readonly recorded: string | undefined;
  readonly replayed: string | undefined;
  /** How many effects the step has on either side. */
  readonly counts: { readonly recorded: number; readonly replayed: number };
}

/**
 * The first place in which two lists differ; undefined when they are the same after all (written in another way).
 * @throws SyntaxError when the recorded list is not JSON
 */
export function compareEffects(
  recorded: string,
  replayed: string,
  isMeant: (effect: unknown) => boolean,
): Pick<Difference, 'effect' | 'recorded' | 'replayed' | 'counts'> | undefined {
  const theirs = parse(recorded);
  const ours = parse(replayed);
  const theirsMeant = theirs.filter(isMeant);
  const oursMeant = ours.filter(isMeant);
  for (let at = 0; at < Math.max(theirsMeant.length, oursMeant.length); at++) {
    const their = theirsMeant[at];
    const our = oursMeant[at];
    if (isEqual(their, our)) continue;
    const list = their === undefined ? ours : theirs;
    return {
      effect: list.indexOf(their ?? our) + 1,
      recorded: their && JSON.stringify(their),
      replayed: our && JSON.stringify(our),
      counts: { recorded: theirs.length, replayed: ours.length },
    };
  }
  return undefined;
}

function parse(effects: string): (object | undefined)[] {
  return JSON.parse(`[${effects}]`);
}
