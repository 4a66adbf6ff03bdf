/** One run of a scenario for the command line: how it is begun, what has come of it, and what repeats it. */
import type { Intervention } from '../interact/deed.ts';
import { parseInterventions } from '../interact/notation.ts';
import { InteractiveRun } from '../interact/run.ts';
import type { FaultBudget, FaultKind, Scenario } from '../scenario/scenario.ts';
import { simulate } from '../simulate.ts';
import type { World } from '../world/world.ts';
import { shellWord } from './shell-word.ts';
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
  /** What is done to it by hand, as sim/interact/notation has it. */
  readonly doings?: string;
  /** What names the scenario on a command line, where that is not its own name. */
  readonly as?: string;
}

/** @throws UserError for an error within the run, which is ours, together with what repeats it */
export function runScenario(
  scenario: Scenario,
  seed: string,
  { begins, trace = new TraceFile(), line = () => {}, doings, as = scenario.name }: Around,
): Finished {
  const doing = doings === undefined ? '' : ` --do ${shellWord(doings)}`;
  const repeat = `lifeline simulate ${as} --seed ${shellWord(seed)}${doing}`;
  const failed = (what: string) => new UserError(`${scenario.name}: ${what}\nrepeat: ${repeat}`, 1);
  try {
    const write = (text: string) => {
      trace.write(text);
      line(text);
    };
    const { steps, endedAtMs, world, problems } =
      doings === undefined
        ? simulated(scenario, seed, write, begins)
        : intervened(scenario, seed, doings, write, begins);
    const { records, hash } = trace;
    const problem = problems.length === 0 ? undefined : failed(problems.join('; '));
    return { seed, steps, records, endedAtMs, hash, struck: struckIn(world), problem };
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw failed((error as Error).message);
  }
}

interface Run {
  readonly steps: number;
  readonly endedAtMs: number;
  readonly world: World;
  readonly problems: readonly string[];
}

type Write = (line: string) => void;

function simulated(scenario: Scenario, seed: string, write: Write, begins: Around['begins']): Run {
  const run = simulate(scenario, seed, write, begins);
  return { ...run, problems: problemsOf(run.world) };
}

/** Scripts that somebody has interfered with owe nothing. */
function intervened(
  scenario: Scenario,
  seed: string,
  doings: string,
  write: Write,
  begins: Around['begins'],
): Run {
  const run = InteractiveRun.of({ scenario, seed, interventions: interventionsIn(doings) });
  if (run.problem !== undefined) throw new UserError(`--do: ${run.problem.message}`);
  begins(run.at(0).world.scenario);
  for (const line of run.lines) write(line);
  const { steps, endedAtMs } = run;
  return { steps, endedAtMs, world: run.at(run.count).world, problems: [] };
}

function interventionsIn(doings: string): readonly Intervention[] {
  try {
    return parseInterventions(doings);
  } catch (error) {
    throw new UserError(`--do: ${(error as Error).message}`);
  }
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
