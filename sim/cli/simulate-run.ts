/** One run of a scenario for the command line: how it is begun, what has come of it, and what repeats it. */
import type { FaultBudget, FaultKind, Scenario } from '../scenario/scenario.ts';
import { simulate } from '../simulate.ts';
import type { World } from '../world/world.ts';
import { TraceFile } from './trace-file.ts';
import { UserError } from './user-error.ts';

export interface Finished {
  readonly seed: string;
  readonly steps: number;
  readonly records: number;
  readonly endedAtMs: number;
  /** CRC-32 of the trace, in hexadecimal. */
  readonly hash: string;
  /** The faults that did strike. */
  readonly struck: FaultBudget;
  /** What the run still owes; undefined for a good end. */
  readonly problem: UserError | undefined;
}

export interface Around {
  /** Told what the seed has been dealt, before anything happens. */
  readonly begins: (dealt: Scenario) => void;
  readonly trace?: TraceFile;
  readonly line?: (line: string) => void;
}

/** @throws UserError for an error within the run, which is ours, together with what repeats it */
export function runScenario(
  scenario: Scenario,
  seed: string,
  { begins, trace = new TraceFile(), line = () => {} }: Around,
): Finished {
  try {
    const write = (text: string) => {
      trace.write(text);
      line(text);
    };
    const { steps, endedAtMs, world } = simulate(scenario, seed, write, begins);
    const { records, hash } = trace;
    const problems = problemsOf(world);
    const problem =
      problems.length === 0 ? undefined : failure(scenario, seed, problems.join('; '));
    return { seed, steps, records, endedAtMs, hash, struck: struckIn(world), problem };
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw failure(scenario, seed, (error as Error).message);
  }
}

function failure({ name }: Scenario, seed: string, what: string): UserError {
  const word = /^[\w.-]+$/.test(seed) ? seed : `'${seed}'`;
  return new UserError(`${name}: ${what}\nrepeat: lifeline simulate ${name} --seed ${word}`, 1);
}

/** What a run that has come to its end still owes. */
function problemsOf({ scenario, state }: World): string[] {
  return state.actors.flatMap(({ name, at }, index) => {
    const next = scenario.clients[index]?.does[at];
    return next === undefined ? [] : [`${name} never came to ${JSON.stringify(next)}`];
  });
}

function struckIn({ scenario: { faults = {} }, state }: World): FaultBudget {
  const kinds = Object.keys(faults) as FaultKind[];
  const counts = kinds.map(
    (kind) => [kind, (faults[kind] ?? 0) - (state.faultsLeft[kind] ?? 0)] as const,
  );
  return Object.fromEntries(counts);
}
