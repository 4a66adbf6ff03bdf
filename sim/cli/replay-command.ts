/** `lifeline replay`: a trace through the core again, every effect held against what was recorded. */
import { type Command, Option } from 'commander';
import { TraceError } from '../../machines/index.ts';
import { FilterError, milliseconds, parseFilter } from '../filter/filter.ts';
import { type Place, Replay, type ReplayEvent, type ReplayOptions } from '../replay/replay.ts';
import { parseEdit } from '../replay/what-if.ts';
import { Progress } from './progress.ts';
import { readTrace } from './read-trace.ts';
import { changeText, differenceText, recordText } from './replay-text.ts';
import { UserError } from './user-error.ts';

interface Flags {
  readonly from?: string;
  readonly to?: string;
  readonly until?: string;
  readonly client?: string;
  readonly whatIf?: string;
  readonly engine: 'compiled' | 'xstate';
  readonly progress: boolean;
}

/** Of a run that was changed: what comes after so many is told as a number. */
const CHANGES_SHOWN = 20;

export function registerReplay(program: Command): void {
  program
    .command('replay <trace>')
    .description('feed a recorded trace to the core again and compare every effect, bytes included')
    .option('--from <place>', 'pass over differences before a record (1200) or a time (1.5s)')
    .option('--to <place>', 'end after a record or a time')
    .option('--until <filter>', 'end at the first record that matches, and show it')
    .option('--client <id>', 'compare only what concerns this client')
    .option(
      '--what-if <edit>',
      '"12 drop", "12 delay 500ms", "12 after 15": show what would differ',
    )
    .addOption(
      new Option('--engine <engine>', 'what runs the charts')
        .choices(['compiled', 'xstate'])
        .default('compiled'),
    )
    .option('--no-progress', 'do not tell how far it has got')
    .addHelpText(
      'after',
      `
The trace is a file, a folder of a recording's parts, or - for standard input; gzip is seen by itself.
A filter has terms such as client:a kind:PUBLISH qos:2 id:7 t:1s..2s /regex/ !kind:PING*
Exit codes: 0 all is equal, 1 there is a difference, 2 the trace cannot be read.`,
    )
    .action((path: string, flags: Flags) => run(path, flags));
}

async function run(path: string, flags: Flags): Promise<void> {
  const tellings = new Tellings();
  const replay = new Replay(optionsOf(flags), (event) => tellings.take(event));
  const progress = new Progress(flags.progress);
  try {
    for await (const { lines, last, fraction } of readTrace(path)) {
      for (const line of lines) replay.line(line);
      if (last !== undefined) replay.last(last);
      if (replay.isDone) break;
      progress.at(replay.progress.steps, fraction);
    }
  } catch (error) {
    if (error instanceof TraceError) throw new UserError(`${path}: ${error.message}`);
    throw error;
  } finally {
    progress.end();
  }
  tellings.end(replay, path, flags, progress.seconds);
}

/** Says what comes out as it comes out, and in the end how it was. */
class Tellings {
  #changes = 0;
  #hasHeader = false;
  #hasEnded = false;

  take(event: ReplayEvent): void {
    switch (event.type) {
      case 'header':
        this.#hasHeader = true;
        if (event.warning !== undefined) warn(event.warning);
        break;
      case 'remark':
        warn(event.text);
        break;
      case 'difference':
        throw new UserError(differenceText(event.difference), 1);
      case 'found':
        this.#hasEnded = true;
        say(recordText(event.item));
        break;
      case 'change':
        this.#changes += 1;
        if (this.#changes <= CHANGES_SHOWN) say(changeText(event.change));
        break;
    }
  }

  end({ progress, emptiness }: Replay, path: string, flags: Flags, seconds: number): void {
    const { steps, n, t } = progress;
    if (!this.#hasHeader) throw new UserError(`${path} is empty: a trace begins with a header`);
    if (flags.until !== undefined) {
      if (this.#hasEnded) return;
      throw new UserError(`no record matches ${flags.until}`, 1);
    }
    if (emptiness !== undefined) throw new UserError(`${path}: ${emptiness}`);
    if (flags.whatIf !== undefined) {
      const more = Math.max(0, this.#changes - CHANGES_SHOWN);
      if (more > 0) say(`… and ${more} more records that would have been different`);
      if (this.#changes === 0) say('nothing would have been different');
      return;
    }
    const rate = Math.round(steps / Math.max(seconds, 0.001)).toLocaleString('en-US');
    const what = flags.client === undefined ? 'every effect' : `every effect for ${flags.client}`;
    say(
      `${steps.toLocaleString('en-US')} inputs up to record ${n}, ${t / 1000} s: ${what} is equal (${rate} inputs/s)`,
    );
  }
}

function optionsOf(flags: Flags): ReplayOptions {
  try {
    return {
      engine: flags.engine,
      from: placeOf('--from', flags.from),
      to: placeOf('--to', flags.to),
      until: flags.until === undefined ? undefined : parseFilter(flags.until),
      clientId: flags.client,
      whatIf: flags.whatIf === undefined ? undefined : parseEdit(flags.whatIf),
    };
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (error instanceof FilterError) throw new UserError(`--until: ${error.message}`);
    throw new UserError(`--what-if: ${(error as Error).message}`);
  }
}

function placeOf(flag: string, text: string | undefined): Place | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return { n: Number(text) };
  const t = milliseconds(text);
  if (t === undefined)
    throw new UserError(`${flag} takes a record (1200) or a time (1.5s), not '${text}'`);
  return { t };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function warn(text: string): void {
  process.stderr.write(`lifeline: ${text}\n`);
}
