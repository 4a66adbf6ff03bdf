/** `lifeline simulate`: a scenario under a seed, or under many. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { clock, count } from '../render/sentences/words.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { readScenario } from '../scenario/text/parse.ts';
import { printScenario } from '../scenario/text/print.ts';
import { problemText, ScenarioError } from '../scenario/text/problem.ts';
import { scenarioNamed, scenarios } from '../scenarios/index.ts';
import { say, sayJson } from './output.ts';
import { shellWord } from './shell-word.ts';
import { type Finished, runScenario } from './simulate-run.ts';
import { dealtText, faultCounts, settingsJson, settingsText } from './simulate-settings.ts';
import { Drawing, TraceFile } from './trace-file.ts';
import { UserError } from './user-error.ts';

interface Flags {
  readonly seed?: string;
  readonly seeds?: string;
  readonly file?: string;
  readonly do?: string;
  readonly print?: boolean;
  readonly out?: string;
  readonly list?: boolean;
  readonly json?: boolean;
  readonly timeline: boolean;
}

const DEFAULT_SEED = '1';

export function registerSimulate(program: Command): void {
  program
    .command('simulate [scenario]')
    .description('run a scenario in virtual time; the same seed gives the same trace, to the byte')
    .option('--list', 'name the scenarios, and end')
    .option(
      '--seed <seed>',
      `decides all that is left to chance: a number or a word (default: ${DEFAULT_SEED})`,
    )
    .option('--seeds <from..to>', 'run it under all these seeds, and tell which fail')
    .option('--file <file>', 'run a scenario of your own, from a text as --print writes it')
    .option('--do <what>', "intervene after a record: '40 cut c1'; several, one a line")
    .option('--print', 'write the scenario as text, to begin one of your own from, and end')
    .option('--out <file>', 'write the trace (JSON Lines); - for standard output')
    .option('--no-timeline', 'without the drawing of what happened')
    .option(
      '--json',
      'for programs: for each run a line with its settings, and one with its result',
    )
    .addHelpText('after', HELP)
    .action((name: string | undefined, flags: Flags) => run(name, flags));
}

const HELP = `
A scenario with faults sets limits; what a seed has been dealt within them is printed before its run.
Exit codes: 0 every run came to a good end, 1 one did not (the message says what repeats it), 2 wrong
flags, or a file that cannot be read or written.`;

function run(name: string | undefined, flags: Flags): void {
  if (flags.list || (name === undefined && flags.file === undefined)) {
    list(flags.json === true);
    if (!flags.list && !flags.json) say('\nTo run one: lifeline simulate NAME --seed SEED');
    return;
  }
  const { scenario, as } = chosen(name, flags.file);
  if (flags.print) {
    if (flags.json) throw new UserError('--print writes a text, not JSON: leave --json away');
    process.stdout.write(printScenario(scenario));
    return;
  }
  const { seed = DEFAULT_SEED, seeds, out, json = false, timeline } = flags;
  if (seed === '') throw new UserError('--seed takes a number or a word');
  if (seeds !== undefined) {
    const other = (['seed', 'out', 'do'] as const).find((flag) => flags[flag] !== undefined);
    if (other !== undefined) {
      throw new UserError(
        `--${other} is about one run, --seeds about many: leave one of them away`,
      );
    }
    runMany(scenario, seedsIn(seeds), { json, as });
  } else {
    const doings = flags.do === undefined ? {} : { doings: flags.do };
    runOne(scenario, seed, { out, json, timeline, as, ...doings });
  }
}

/** @returns with what names it on a command line */
function chosen(
  name: string | undefined,
  file: string | undefined,
): { scenario: Scenario; as: string } {
  if (file === undefined) return { scenario: find(name ?? ''), as: name ?? '' };
  if (name !== undefined) {
    throw new UserError(`--file has a scenario already: leave it or '${name}' away`);
  }
  return { scenario: read(file), as: `--file ${shellWord(file)}` };
}

function read(file: string): Scenario {
  try {
    return readScenario(readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof ScenarioError)) {
      throw new UserError(`--file ${file} cannot be read: ${(error as Error).message}`);
    }
    const problems = error.problems.map((problem) => `${file}: ${problemText(problem)}`);
    throw new UserError(problems.join('\n'));
  }
}

function find(name: string): Scenario {
  try {
    return scenarioNamed(name);
  } catch (error) {
    throw new UserError((error as Error).message);
  }
}

function list(isJson: boolean): void {
  const width = Math.max(...scenarios.map(({ name }) => name.length));
  for (const { name, title, about } of scenarios) {
    if (isJson) sayJson({ name, title, about });
    else say(`${name.padEnd(width)}  ${title}`);
  }
}

interface HowToTell {
  readonly out: string | undefined;
  readonly json: boolean;
  readonly timeline: boolean;
  readonly as: string;
  readonly doings?: string;
}

function runOne(scenario: Scenario, seed: string, how: HowToTell): void {
  const { out, json, timeline, as, doings } = how;
  // The trace has standard output for itself.
  const tell = out === '-' ? (text: string) => process.stderr.write(`${text}\n`) : say;
  const tellJson = (value: object) => tell(JSON.stringify(value));
  const trace = new TraceFile(out);
  const drawing = timeline && !json && out === undefined ? new Drawing() : undefined;
  try {
    const finished = runScenario(scenario, seed, {
      trace,
      as,
      ...(doings !== undefined && { doings }),
      begins: (dealt) => {
        if (json) tellJson(settingsLine(dealt, seed));
        else for (const line of settingsText(dealt, seed)) tell(line);
      },
      line: (line) => drawing?.add(line),
    });
    if (drawing !== undefined) tell(`\n${drawing.text}`);
    if (json) tellJson(resultLine(scenario, finished));
    else tell(`\n${resultText(scenario, finished)}`);
    if (finished.problem !== undefined) throw finished.problem;
  } finally {
    trace.close();
  }
}

function settingsLine(dealt: Scenario, seed: string): object {
  return { type: 'settings', scenario: dealt.name, seed, ...settingsJson(dealt) };
}

function resultLine({ name }: Scenario, { problem, ...result }: Finished): object {
  const failed = { problem: problem?.message ?? null };
  return { type: 'result', scenario: name, ...result, ...failed };
}

function resultText({ faults }: Scenario, result: Finished): string {
  const { steps, records, endedAtMs, hash, struck } = result;
  const counts = faultCounts(struck);
  const strikes = faults === undefined ? '' : `; ${counts === '' ? 'nothing' : counts} struck`;
  return `${count(steps, 'step')} of the world, ${count(records, 'record')}, ${clock(endedAtMs)}${strikes}; trace ${hash}`;
}

function seedsIn(range: string): readonly [from: number, to: number] {
  const match = /^(\d+)\.\.(\d+)$/.exec(range);
  if (match === null) throw new UserError(`--seeds takes a range such as 1..100, not '${range}'`);
  const [from, to] = [Number(match[1]), Number(match[2])];
  if (from > to) throw new UserError(`--seeds goes upwards: ${to}..${from}, not '${range}'`);
  return [from, to];
}

function runMany(
  scenario: Scenario,
  [from, to]: readonly [number, number],
  { json, as }: Pick<HowToTell, 'json' | 'as'>,
): void {
  const failed: string[] = [];
  const isDealt = scenario.faults !== undefined;
  if (!json) for (const line of settingsText(scenario)) say(line);
  for (let seed = from; seed <= to; seed++) {
    const begins = (dealt: Scenario) => {
      if (json) sayJson(settingsLine(dealt, `${seed}`));
      else if (isDealt) process.stdout.write(`seed ${seed}: ${dealtText(dealt)}`);
    };
    const problem = runOfMany(scenario, `${seed}`, { json, isDealt, begins, as });
    if (problem !== undefined) failed.push(problem.message);
  }
  const all = to - from + 1;
  if (!json) say(`${all - failed.length} of ${all} seeds came to a good end`);
  if (failed.length > 0) throw new UserError(failed.join('\n'), 1);
}

interface HowToTellMany {
  readonly json: boolean;
  /** Whether each seed has settings of its own, on a line which the result ends. */
  readonly isDealt: boolean;
  readonly begins: (dealt: Scenario) => void;
  readonly as: string;
}

function runOfMany(
  scenario: Scenario,
  seed: string,
  { json, isDealt, begins, as }: HowToTellMany,
): UserError | undefined {
  try {
    const finished = runScenario(scenario, seed, { begins, as });
    const isGood = finished.problem === undefined;
    if (json) sayJson(resultLine(scenario, finished));
    else if (isDealt) say(isGood ? `: ${resultText(scenario, finished)}` : ': FAILED');
    return finished.problem;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (json) sayJson({ type: 'result', scenario: scenario.name, seed, problem: error.message });
    else if (isDealt) say(': FAILED');
    return error;
  }
}
