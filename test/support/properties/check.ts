/** Properties of random runs: what holds always, and what has to have happened for that to mean anything. */
import fc from 'fast-check';
import { test } from 'vitest';
import { untilAllSeen } from '../patience.ts';
import { Sightings } from './sightings.ts';

interface Options {
  readonly runs?: number;
  /** Situations that some of the runs have to come across. */
  readonly sometimes: readonly string[];
}

/**
 * A test that the predicate throws for no random value. A failure says how to repeat it: seed and path in the
 * environment lead straight to the smallest value for which it was seen. LIFELINE_RUNS=10000 takes longer and sees more.
 */
export function always<Value>(
  title: string,
  values: fc.Arbitrary<Value>,
  holds: (value: Value, sightings: Sightings) => void,
  { runs = 150, sometimes }: Options,
): void {
  const { LIFELINE_SEED: seed, LIFELINE_PATH: path, LIFELINE_RUNS: many } = process.env;
  const numRuns = many === undefined ? runs : Number(many);
  test(title, () => {
    const sightings = new Sightings();
    const property = fc.property(values, (value) => holds(value, sightings));
    untilAllSeen('situations', (turn) => {
      const details = fc.check(property, {
        numRuns,
        ...(seed !== undefined && { seed: Number(seed) + turn }),
        ...(path !== undefined && { path }),
      });
      if (details.failed) throw new Error(report(title, details), { cause: details.errorInstance });
      // One value alone need not show everything.
      if (path !== undefined) return [];
      return sometimes.filter((situation) => sightings.count(situation) === 0);
    });
  }, 600_000);
}

function report<Value>(title: string, details: fc.RunDetails<[Value]>): string {
  const { seed, counterexample, counterexamplePath, errorInstance, numRuns } = details;
  const { message } = errorInstance as Error;
  return [
    message,
    `after ${numRuns} runs, with`,
    ...(counterexample ?? []).map((value) => fc.stringify(value)),
    `to repeat: LIFELINE_SEED=${seed} LIFELINE_PATH=${counterexamplePath} npx vitest run test/properties -t '${title}'`,
  ].join('\n');
}
