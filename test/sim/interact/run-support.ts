/** Runs to intervene in, and their traces in a form that can be held against each other. */

import { InteractiveRun } from '../../../sim/interact/run.ts';
import { Replay, type ReplayEvent } from '../../../sim/replay/replay.ts';
import { scenarioNamed } from '../../../sim/scenarios/index.ts';
import { simulate } from '../../../sim/simulate.ts';

export function linesOf(name: string, seed: string): string[] {
  const lines: string[] = [];
  simulate(scenarioNamed(name), seed, (line) => lines.push(line));
  return lines;
}

export function begin(name: string, seed = '1'): InteractiveRun {
  return InteractiveRun.of({ scenario: scenarioNamed(name), seed, interventions: [] });
}

/** The records without those that tell of interventions, numbered anew. */
export function withoutHands(lines: readonly string[]): readonly string[] {
  const numbers = new Map<string, number>();
  const kept: string[] = [];
  for (const line of lines.slice(1)) {
    const { n, by, ...record } = JSON.parse(line);
    if (record.note?.kind === 'byHand') continue;
    numbers.set(`${n}`, kept.length + 1);
    const [cause, effect] = `${by ?? ''}`.split('.');
    const renumbered = numbers.get(`${cause}`) ?? cause;
    kept.push(JSON.stringify({ by: [renumbered, effect], ...record }));
  }
  return kept;
}

/** What a replay of the trace finds wrong. */
export function replayProblems(lines: readonly string[]): readonly unknown[] {
  const found: ReplayEvent[] = [];
  const replay = new Replay({}, (event) => found.push(event));
  for (const line of lines) replay.line(line);
  return found.filter(({ type }) => type !== 'header');
}

/** Notes that tell of interventions, with what followed each at once. */
export function told(run: InteractiveRun): readonly string[] {
  return run.lines.flatMap((line) => {
    const { note } = JSON.parse(line);
    return note?.kind === 'byHand' ? [note.detail] : [];
  });
}
