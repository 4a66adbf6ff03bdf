/** `lifeline simulate`: a scenario under a seed, or under many. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Command } from 'commander';
import { crc32 } from '../../machines/index.ts';
import { renderText } from '../render/text/text.ts';
import { TimelineBuilder } from '../render/timeline/builder.ts';
import { RecordReader } from '../render/timeline/record-reader.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { scenarioNamed, scenarios } from '../scenarios/index.ts';
import { type SimulationResult, simulate } from '../simulate.ts';
import type { World } from '../world/world.ts';
import { UserError } from './user-error.ts';

interface Flags {
  readonly seed: string;
  readonly seeds?: string;
  readonly out?: string;
  readonly list?: boolean;
  readonly json?: boolean;
  readonly timeline: boolean;
}

/** Lines are gathered to blocks of about this size before they are written. */
const BLOCK_LENGTH = 1 << 16;

export function registerSimulate(program: Command): void {
  program
    .command('simulate [scenario]')
    .description('run a scenario in virtual time; the same seed gives the same trace, to the byte')
    .option('--list', 'name the scenarios, and end')
    .option('--seed <seed>', 'decides all that is left to chance: a number or a word', '1')
    .option('--seeds <from..to>', 'run it under all these seeds, and tell which fail')
    .option('--out <file>', 'write the trace (JSON Lines); - for standard output')
    .option('--no-timeline', 'without the drawing of what happened')
    .option('--json', 'one line of JSON for each run, in place of text')
    .action((name: string | undefined, flags: Flags) => run(name, flags));
}

function run(name: string | undefined, flags: Flags): void {
  if (flags.list || name === undefined) {
    list(flags.json === true);
    return;
  }
  const scenario = find(name);
  if (flags.seed === '') throw new UserError('--seed takes a number or a word');
  if (flags.seeds !== undefined && flags.out !== undefined) {
    throw new UserError('--out takes the trace of one seed: give --seed, not --seeds');
  }
  if (flags.seeds !== undefined) runMany(scenario, flags.seeds, flags);
  else runOne(scenario, flags.seed, flags);
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
    say(isJson ? JSON.stringify({ name, title, about }) : `${name.padEnd(width)}  ${title}`);
  }
}

function runOne(scenario: Scenario, seed: string, { out, json, timeline }: Flags): void {
  // The trace has standard output for itself.
  const tell = out === '-' ? (line: string) => process.stderr.write(`${line}\n`) : say;
  if (!json) for (const line of settingsOf(scenario, seed)) tell(line);
  const file = out === undefined ? undefined : openTrace(out);
  const trace = new Trace(file);
  const drawing = timeline && !json && out === undefined ? new Drawing() : undefined;
  try {
    const result = attempt(scenario, seed, (line) => {
      trace.write(line);
      drawing?.add(line);
    });
    trace.flush();
    if (drawing !== undefined) tell(`\n${drawing.text}`);
    for (const line of summaryOf(scenario, seed, result, trace, json === true)) tell(line);
    const problems = problemsOf(result.world);
    if (problems.length > 0) throw failure(scenario, seed, problems.join('; '));
  } finally {
    trace.flush();
    if (file !== undefined && file !== 1) closeSync(file);
  }
}

/** An error within a run is ours; it is told together with what repeats it. */
function attempt(scenario: Scenario, seed: string, line: (line: string) => void): SimulationResult {
  try {
    return simulate(scenario, seed, line);
  } catch (error) {
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

/** All that the run depends on, before it begins. */
function settingsOf(scenario: Scenario, seed: string): string[] {
  const { latencyMs = { min: 1, max: 20 }, store, faults, options, faultsFromSeconds } = scenario;
  const strikes = Object.entries(faults ?? {}).map(([kind, most]) => `${kind} up to ${most}`);
  const from = faultsFromSeconds === undefined ? '' : `, from ${faultsFromSeconds} s on`;
  return [
    `scenario  ${scenario.name}: ${scenario.title}`,
    `seed      ${seed}`,
    `clients   ${scenario.clients.map(({ name, is }) => `${name} (${is.clientId ?? name})`).join(', ')}`,
    `network   ${latencyMs.min} to ${latencyMs.max} ms each way`,
    `store     ${options?.durable ? storeText(store) : 'none'}`,
    `faults    ${strikes.length === 0 ? 'none' : `${strikes.join(', ')}${from}`}`,
    `ends      at rest, or after ${scenario.endsAfterSeconds} s`,
  ];
}

function storeText(store: Scenario['store']): string {
  const { latencyMs = { min: 0, max: 0 }, failurePercent = 0 } = store ?? {};
  return `${latencyMs.min} to ${latencyMs.max} ms, ${failurePercent} percent of writes fail`;
}

function summaryOf(
  { name }: Scenario,
  seed: string,
  { steps, endedAtMs }: SimulationResult,
  { records, hash }: Trace,
  isJson: boolean,
): string[] {
  const result = { scenario: name, seed, steps, records, endedAtMs, hash };
  if (isJson) return [JSON.stringify(result)];
  return ['', `${steps} steps, ${records} records, ${endedAtMs / 1000} s; trace ${hash}`];
}

function runMany(scenario: Scenario, range: string, { json }: Flags): void {
  const match = /^(\d+)\.\.(\d+)$/.exec(range);
  if (match === null) throw new UserError(`--seeds takes a range such as 1..100, not '${range}'`);
  const failed: string[] = [];
  const [from, to] = [Number(match[1]), Number(match[2])];
  if (from > to) throw new UserError(`--seeds goes upwards: ${to}..${from}, not '${range}'`);
  for (let seed = from; seed <= to; seed++) {
    const trace = new Trace(undefined);
    try {
      const result = attempt(scenario, String(seed), (line) => trace.write(line));
      const problems = problemsOf(result.world);
      if (problems.length > 0) throw failure(scenario, String(seed), problems.join('; '));
      if (json) say(summaryOf(scenario, String(seed), result, trace, true)[0] as string);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failed.push(error.message);
    }
  }
  const count = to - from + 1;
  if (!json) say(`${count - failed.length} of ${count} seeds came to a good end`);
  if (failed.length > 0) throw new UserError(failed.join('\n'), 1);
}

function openTrace(path: string): number {
  if (path === '-') return 1;
  try {
    return openSync(path, 'w');
  } catch (error) {
    throw new UserError(`cannot write ${path}: ${(error as NodeJS.ErrnoException).code}`);
  }
}

/** The timeline of a run, for people. Made from the trace itself, so that both say the same. */
class Drawing {
  readonly #reader = new RecordReader();
  #builder: TimelineBuilder | undefined;

  add(line: string): void {
    const record = this.#reader.read(line);
    const { header } = this.#reader;
    if (header !== undefined) this.#builder ??= new TimelineBuilder(header);
    if (record !== undefined) this.#builder?.add(record);
  }

  get text(): string {
    if (this.#builder === undefined) return '';
    const width = process.stdout.columns ?? 120;
    return renderText(this.#builder.timeline, { width, sentences: false }).trimEnd();
  }
}

/** Counts the records of a trace, hashes it, and writes it in blocks, if there is a file. */
class Trace {
  records = -1;
  readonly #file: number | undefined;
  #crc = 0;
  #block = '';

  constructor(file: number | undefined) {
    this.#file = file;
  }

  get hash(): string {
    return this.#crc.toString(16).padStart(8, '0');
  }

  write(line: string): void {
    // The header is not counted.
    this.records += 1;
    this.#crc = crc32(Buffer.from(`${this.hash}${line}`));
    if (this.#file === undefined) return;
    this.#block += `${line}\n`;
    if (this.#block.length >= BLOCK_LENGTH) this.flush();
  }

  flush(): void {
    if (this.#file === undefined || this.#block === '') return;
    writeSync(this.#file, this.#block);
    this.#block = '';
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
