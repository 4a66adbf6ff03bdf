/** `lifeline render`: a trace in another form, for people and for other programs. */
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { TraceHeader, TraceRecord } from '../../machines/trace/format.ts';
import { TraceError } from '../../machines/trace/trace-error.ts';
import { durationMs } from '../inspect/duration.ts';
import { renderItf } from '../render/itf.ts';
import { renderMermaid } from '../render/mermaid.ts';
import { renderPcap } from '../render/pcap.ts';
import { renderPerfetto } from '../render/perfetto.ts';
import { renderShiviz } from '../render/shiviz.ts';
import { renderSvg } from '../render/svg/svg.ts';
import { renderText } from '../render/text/text.ts';
import { TimelineBuilder } from '../render/timeline/builder.ts';
import { RecordReader } from '../render/timeline/record-reader.ts';
import { chosen, type Selection } from '../render/timeline/select.ts';
import type { Timeline } from '../render/timeline/types.ts';
import { readTrace } from './read-trace.ts';
import { UserError } from './user-error.ts';

interface Flags {
  readonly to: keyof typeof FORMATS;
  readonly out?: string;
  readonly client?: readonly string[];
  readonly from?: number;
  readonly toTime?: number;
  readonly details?: boolean;
  readonly sentences: boolean;
  readonly width?: number;
  readonly title?: string;
}

interface Chosen extends Selection {
  readonly flags: Flags;
  readonly file: string;
}

const FORMATS = {
  text: (timeline: Timeline, { flags, ...selection }: Chosen) => {
    const width = flags.width ?? process.stdout.columns ?? 120;
    return renderText(timeline, { ...selection, width, sentences: flags.sentences });
  },
  svg: (timeline: Timeline, { flags, file, ...selection }: Chosen) => {
    const title = flags.title ?? timeline.header.scenario ?? basename(file);
    return renderSvg(timeline, { ...selection, title });
  },
  mermaid: renderMermaid,
  perfetto: renderPerfetto,
  pcap: (timeline: Timeline, chosen: Chosen) =>
    renderPcap(timeline, { ...chosen, startedAtMs: startOf(timeline.header) }),
  itf: renderItf,
  shiviz: renderShiviz,
} satisfies Record<string, (timeline: Timeline, chosen: Chosen) => string | Uint8Array>;

export function registerRender(program: Command): void {
  program
    .command('render <file>')
    .description(
      'a trace (a file, a folder of parts, - for standard input) as a drawing, or for another program',
    )
    .addOption(
      new Option('--to <format>', 'what to make of it')
        .choices(Object.keys(FORMATS))
        .default('text'),
    )
    .option('--out <file>', 'write it there; - for standard output', '-')
    .option('--client <id...>', 'only these clients: Client Identifiers, or names like c1')
    .option('--from <time>', 'from then on: 500ms, 12s, 2min', time)
    .option('--to-time <time>', 'up to then', time)
    .option('--details', 'with timers being set, requests to the store and orderly closes')
    .option('--no-sentences', 'text: the drawing alone')
    .option('--width <columns>', 'text: columns of the terminal', columns)
    .option('--title <title>', 'svg: what stands above it')
    .action(run);
}

async function run(file: string, flags: Flags): Promise<void> {
  const timeline = await readTimeline(file);
  if (flags.from !== undefined && flags.toTime !== undefined && flags.from > flags.toTime) {
    throw new UserError('--from is later than --to-time: nothing would be drawn');
  }
  for (const client of flags.client ?? []) expectClient(timeline, client);
  const rendered = FORMATS[flags.to](timeline, {
    flags,
    file,
    ...(flags.client !== undefined && { clients: flags.client }),
    ...(flags.from !== undefined && { fromMs: flags.from }),
    ...(flags.toTime !== undefined && { toMs: flags.toTime }),
    ...(flags.details && { details: true }),
  });
  write(flags.out ?? '-', rendered);
}

function write(out: string, rendered: string | Uint8Array): void {
  try {
    // 1 is standard output, also where it is a pipe.
    writeFileSync(out === '-' ? 1 : out, rendered);
  } catch (error) {
    if (out === '-') throw error;
    const { message } = error as Error;
    throw new UserError(`--out has to be a file that can be written: ${message}`);
  }
}

function expectClient({ lifelines }: Timeline, client: string): void {
  const isMeant = chosen({ clients: [client] });
  if (lifelines.some((line) => line.kind === 'client' && isMeant(line))) return;
  throw new UserError(
    `no client '${client}' in this trace: --client takes a Client Identifier or a name like c1`,
  );
}

async function readTimeline(file: string): Promise<Timeline> {
  const reader = new RecordReader();
  let builder: TimelineBuilder | undefined;
  const add = (record: TraceRecord | undefined) => {
    builder ??= reader.header && new TimelineBuilder(reader.header);
    if (record !== undefined) builder?.add(record);
  };
  try {
    for await (const { lines, last } of readTrace(file)) {
      for (const line of lines) add(reader.read(line));
      const record = last === undefined ? undefined : reader.readLast(last);
      if (typeof record === 'string') process.stderr.write(`lifeline: ${file} ${record}\n`);
      else add(record);
    }
  } catch (error) {
    if (error instanceof TraceError) throw new UserError(`${file}: ${error.message}`);
    throw error;
  }
  if (builder === undefined) throw new UserError(`${file} is empty: a trace begins with a header`);
  return builder.timeline;
}

/** A bare number is seconds. */
function time(text: string): number {
  const ms = durationMs(/\d$/.test(text) ? `${text}s` : text);
  if (ms === undefined) throw new InvalidArgumentError('A time is 500ms, 12s, 2min or 1h.');
  return ms;
}

function columns(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 60) throw new InvalidArgumentError('At least 60.');
  return number;
}

function startOf({ startedAt }: TraceHeader): number {
  return startedAt === null ? 0 : Date.parse(startedAt);
}
