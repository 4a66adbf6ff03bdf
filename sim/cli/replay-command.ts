/** `lifeline replay`: a trace through the core again, every effect held against what was recorded. */
import { type Command, Option } from 'commander';
import { type Filter, FilterError, parseFilter } from '../filter/filter.ts';
import { EMPTY } from '../inspect/trace-lines.ts';
import { Replay, type ReplayEvent, type ReplayOptions } from '../replay/replay.ts';
import { parseEdit } from '../replay/what-if.ts';
import { PLACE_HELP, placeOf, TRACE_HELP } from './places.ts';
import { Progress } from './progress.ts';
import { JsonReport } from './replay-json.ts';
import type { Findings, Report } from './replay-report.ts';
import { differenceText, TextReport } from './replay-text.ts';
import { TraceSource } from './trace-source.ts';
import { UserError } from './user-error.ts';

interface Flags {
  readonly from?: string;
  readonly upTo?: string;
  readonly until?: string;
  readonly client?: string;
  readonly whatIf?: string;
  readonly engine: 'compiled' | 'xstate';
  readonly json?: boolean;
  readonly progress: boolean;
}

export function registerReplay(program: Command): void {
  program
    .command('replay <trace>')
    .description('feed a recorded trace to the core again and compare every effect, bytes included')
    .option('--from <place>', 'pass over differences before a record or a time')
    .option('--to, --up-to <place>', 'end after a record or a time')
    .option('--until <filter>', 'end at the first record that matches, and show it')
    .option('--client <id>', 'compare only what concerns that Client Identifier')
    .option(
      '--what-if <edit>',
      '"12 drop", "12 delay 500ms", "12 after 15": show what would differ',
    )
    .addOption(
      new Option('--engine <engine>', 'what runs the charts')
        .choices(['compiled', 'xstate'])
        .default('compiled'),
    )
    .option('--json', 'for programs: one line of JSON for all that is found, and a summary')
    .option('--no-progress', 'do not tell how far it has got')
    .addHelpText('after', `${TRACE_HELP}${PLACE_HELP}${HELP}`)
    .action((path: string, flags: Flags) => run(path, flags));
}

const HELP = `
A <filter> has terms such as client:a kind:PUBLISH qos:2 id:7 n:100..200 t:1s..2min /regex/ !kind:PING*
Exit codes: 0 all is equal (or found, or told what would differ), 1 there is a difference (or no record matches),
2 the trace cannot be read, or nothing could be compared.`;

async function run(path: string, flags: Flags): Promise<void> {
  const options = optionsOf(flags);
  const source = new TraceSource(path);
  const report: Report = flags.json ? new JsonReport(source) : new TextReport(source.name);
  const findings: Findings = {
    hasHeader: false,
    hasFound: false,
    changes: 0,
    difference: undefined,
  };
  const replay = new Replay(options, (event) => {
    note(findings, event);
    report.take(event);
  });
  const progress = new Progress(flags.progress);
  let failure: unknown;
  try {
    await feed(replay, source, progress);
  } catch (error) {
    failure = source.blame(error);
    if (!(failure instanceof UserError)) throw failure;
  } finally {
    progress.end();
  }
  const error = failure instanceof UserError ? failure : problemOf(replay, findings, source, flags);
  const { client, until, whatIf } = flags;
  const kind = until !== undefined ? 'until' : whatIf !== undefined ? 'whatIf' : 'compare';
  report.end({ kind, client, findings, error, ...replay.progress, seconds: progress.seconds });
  if (error !== undefined) throw error;
}

async function feed(replay: Replay, source: TraceSource, progress: Progress): Promise<void> {
  for await (const { bytes, last, fraction } of source.readBlocks(() => replay.linesRead)) {
    replay.block(bytes, (start, end) => bytes.toString('utf8', start, end));
    if (last !== undefined) replay.last(last);
    if (replay.isDone) return;
    progress.at(replay.progress.steps, fraction);
  }
}

function note(findings: Findings, event: ReplayEvent): void {
  if (event.type === 'header') findings.hasHeader = true;
  else if (event.type === 'found') findings.hasFound = true;
  else if (event.type === 'change') findings.changes += 1;
  else if (event.type === 'difference') findings.difference = event.difference;
}

/** What a run that has come to its end has found to be wrong, or not found. */
function problemOf(
  { emptiness }: Replay,
  { hasHeader, hasFound, difference }: Findings,
  source: TraceSource,
  { until }: Flags,
): UserError | undefined {
  if (difference !== undefined) {
    return new UserError(differenceText(difference, source.placeOf(difference.line)), 1);
  }
  const { name } = source;
  if (!hasHeader) return new UserError(`${name}: ${EMPTY}`);
  if (until !== undefined) {
    return hasFound ? undefined : new UserError(`${name}: no record matches ${until}`, 1);
  }
  return emptiness === undefined ? undefined : new UserError(`${name}: ${emptiness}`);
}

/** One without terms matches everything, which nobody asks for: it comes from a variable that a script has not set. */
function filterOf(text: string): Filter {
  if (text.trim() === '') throw new UserError('--until takes a filter, such as kind:PUBLISH');
  return parseFilter(text);
}

function optionsOf(flags: Flags): ReplayOptions {
  try {
    return {
      engine: flags.engine,
      from: placeOf('--from', flags.from),
      to: placeOf('--up-to', flags.upTo),
      until: flags.until === undefined ? undefined : filterOf(flags.until),
      clientId: flags.client,
      whatIf: flags.whatIf === undefined ? undefined : parseEdit(flags.whatIf),
    };
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (error instanceof FilterError) throw new UserError(`--until: ${error.message}`);
    throw new UserError(`--what-if: ${(error as Error).message}`);
  }
}
