/** `lifeline compare`: two traces side by side, or one scenario under 3.1.1 and under 5.0. */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { type Comparison, compareRuns } from '../compare/compare.ts';
import { comparisonText, textDifferenceText } from '../compare/compare-text.ts';
import { plainComparison } from '../compare/comparison-json.ts';
import { type Run, runOf } from '../compare/run.ts';
import { type Twin, twinOf } from '../compare/twin.ts';
import { twinText } from '../compare/twin-text.ts';
import { durationMs, TIME_EXAMPLES } from '../inspect/duration.ts';
import { InspectError } from '../inspect/inspect-error.ts';
import { sentence } from '../render/sentences/sentence.ts';
import { count } from '../render/sentences/words.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { scenarioNamed, scenarios } from '../scenarios/index.ts';
import { simulate } from '../simulate.ts';
import { warn } from './output.ts';
import { TRACE_HELP } from './places.ts';
import { TraceSource } from './trace-source.ts';
import { UserError } from './user-error.ts';

interface Flags {
  readonly json?: boolean;
  readonly all?: boolean;
  readonly exact?: boolean;
  readonly within?: string;
  readonly twin?: boolean;
}

const EXIT_DIFFERENT = 1;

export function registerCompare(program: Command): void {
  program
    .command('compare <a> [b]')
    .description('what is different between two traces, whatever their times and numbers')
    .option('--twin', 'run one scenario with clients of 3.1.1 and of 5.0, and compare the two')
    .option('--within <time>', 'the same thing may be that far apart in time; else times are told')
    .option('--exact', 'the first record whose text is not equal')
    .option('--all', 'with what merely follows from another difference')
    .option('--json', 'for programs')
    .addHelpText('after', HELP)
    .action(run);
}

const HELP = `
<a> and <b> are traces, or scenarios that are run for it: takeover, or takeover:7 under seed 7.
Packet identifiers, numbers of sessions and times may differ; what differs is who did what.${TRACE_HELP}
Exit codes: 0 equal, 1 different, 2 a trace cannot be read, or the flags do not go together.`;

async function run(a: string, b: string | undefined, flags: Flags): Promise<void> {
  if (flags.twin) {
    runTwin(a, b, flags);
    return;
  }
  if (b === undefined) {
    throw new UserError('compare takes two traces; with --twin, one scenario');
  }
  if (a === '-' && b === '-') throw new UserError('standard input is one trace, not two');
  const withinMs = within(flags);
  const both = [await runNamed(a), await runNamed(b)] as const;
  try {
    compare([both[0].run, both[1].run], { nameA: a, nameB: b, withinMs, flags });
  } catch (error) {
    throw error instanceof InspectError ? untellable(error, both) : error;
  }
}

/** A record that is no error to a reader may still be one to whoever puts it into words: in one of the two. */
function untellable(error: InspectError, both: readonly Named[]): unknown {
  const { run, source } = both.find((each) => !canBeTold(each.run)) ?? {};
  return source?.blame(run?.inLine(error)) ?? new UserError(error.message);
}

function canBeTold({ timeline }: Run): boolean {
  try {
    for (const event of timeline.events) sentence(event);
    return true;
  } catch {
    return false;
  }
}

interface Named {
  readonly run: Run;
  /** Where it was read; undefined for one that was made here. */
  readonly source?: TraceSource;
}

interface Asked {
  readonly nameA: string;
  readonly nameB: string;
  readonly withinMs: number | undefined;
  readonly flags: Flags;
}

function compare(runs: readonly [Run, Run], { nameA, nameB, withinMs, flags }: Asked): void {
  const comparison = compareRuns(...runs);
  const isEqual = isEqualFor(comparison, withinMs, flags);
  if (flags.json) write({ isEqual, ...plainComparison(comparison) });
  else if (flags.exact) process.stdout.write(textDifferenceText(comparison));
  else process.stdout.write(comparisonText(comparison, { nameA, nameB, ...flags }));
  if (!isEqual) throw different(comparison, flags);
}

/** After the report: how it ends, for who looks at the last line and at the exit code. */
function different({ differences, lagMaximumMs, text }: Comparison, { exact }: Flags): UserError {
  if (exact) return new UserError(`different from record ${text?.n} on`, EXIT_DIFFERENT);
  const own = differences.filter(({ isConsequence }) => !isConsequence).length;
  const what =
    differences.length === 0 ? `apart by up to ${lagMaximumMs} ms` : count(own, 'difference');
  return new UserError(`not equal: ${what}`, EXIT_DIFFERENT);
}

function runTwin(name: string, b: string | undefined, flags: Flags): void {
  if (b !== undefined) throw new UserError('--twin takes one scenario: leave the second away');
  if (flags.exact || flags.within !== undefined) {
    throw new UserError('--twin tells what the versions do: leave --exact and --within away');
  }
  const { scenario, seed } = scenarioIn(name);
  const twin = twinOf(scenario, seed);
  if (flags.json) write(plainTwin(twin));
  else process.stdout.write(twinText(twin));
  const kinds = twin.differences.length;
  if (kinds > 0) {
    throw new UserError(`3.1.1 and 5.0 differ in ${count(kinds, 'way')}`, EXIT_DIFFERENT);
  }
}

function plainTwin({ counterparts, differences, comparison }: Twin): object {
  return { counterparts, versionDifferences: differences, ...plainComparison(comparison) };
}

function write(value: object): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
}

function isEqualFor(
  { text, differences, lagMaximumMs }: Comparison,
  withinMs: number | undefined,
  { exact }: Flags,
): boolean {
  if (exact) return text === undefined;
  return differences.length === 0 && (withinMs === undefined || lagMaximumMs <= withinMs);
}

function within(flags: Flags): number | undefined {
  if (flags.within === undefined) return undefined;
  const ms = durationMs(flags.within);
  if (ms === undefined) throw new UserError(`--within takes a time (${TIME_EXAMPLES})`);
  return ms;
}

/** A file or folder of that name goes before a scenario. */
async function runNamed(name: string): Promise<Named> {
  const isScenario = scenarios.some((scenario) => scenario.name === name.split(':')[0]);
  if (name === '-' || existsSync(name) || !isScenario) return readRun(name);
  const { scenario, seed } = scenarioIn(name);
  const lines: string[] = [];
  simulate(scenario, seed, (line) => lines.push(line));
  return { run: runOf(lines) };
}

async function readRun(path: string): Promise<Named> {
  const source = new TraceSource(path);
  try {
    const all: string[] = [];
    let rest = '';
    for await (const { lines, last = '' } of source.read()) {
      // Of a folder, only the last part can end without a line end.
      if (rest !== '') all.push(rest);
      for (const line of lines) all.push(line);
      rest = last;
    }
    const run = runOf(all, rest, (remark) => warn(`${source.name}: ${remark}`));
    return { run, source };
  } catch (error) {
    throw source.blame(error);
  }
}

/** `takeover:7`. */
function scenarioIn(text: string): { readonly scenario: Scenario; readonly seed: string } {
  const [name = '', ...rest] = text.split(':');
  try {
    return { scenario: scenarioNamed(name), seed: rest.join(':') || '1' };
  } catch (error) {
    throw new UserError((error as Error).message);
  }
}
