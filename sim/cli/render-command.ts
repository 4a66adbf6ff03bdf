/** `lifeline render`: a trace in another form, for people and for other programs. */
import { basename } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { TraceHeader } from '../../machines/trace/format.ts';
import { noClient } from '../inspect/clients.ts';
import { EMPTY } from '../inspect/trace-lines.ts';
import { whereInWords } from '../inspect/where.ts';
import { renderItf } from '../render/itf.ts';
import { renderMermaid } from '../render/mermaid.ts';
import { renderPcap } from '../render/pcap.ts';
import { renderPerfetto } from '../render/perfetto.ts';
import { renderShiviz } from '../render/shiviz.ts';
import { renderSvg } from '../render/svg/svg.ts';
import { renderText } from '../render/text/text.ts';
import { chosen, type Selection, select } from '../render/timeline/select.ts';
import { TimelineReader } from '../render/timeline/timeline-reader.ts';
import type { Timeline } from '../render/timeline/types.ts';
import { STANDARD_OUTPUT, warn, writeTo } from './output.ts';
import { PLACE_HELP, placeOf, TRACE_HELP } from './places.ts';
import { TraceSource } from './trace-source.ts';
import { UserError } from './user-error.ts';

interface Flags {
  readonly to: keyof typeof FORMATS;
  readonly out: string;
  readonly client?: readonly string[];
  readonly from?: string;
  readonly upTo?: string;
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
    .command('render <trace>')
    .description('a trace as a drawing, or for another program')
    .addOption(
      new Option('--to <format>', 'what to make of it')
        .choices(Object.keys(FORMATS))
        .default('text'),
    )
    .option('--out <file>', 'write it there; - for standard output', STANDARD_OUTPUT)
    .option(
      '--client <id>',
      'only that client: its Client Identifier, or a name like c1; may be given again',
      (id: string, before: readonly string[] = []) => [...before, id],
    )
    .option('--from <place>', 'from that record on, or that time')
    .option('--up-to <place>', 'up to that record, or that time')
    .option('--details', 'with timers being set, requests to the store and orderly closes')
    .option('--no-sentences', 'text: the drawing alone')
    .option('--width <columns>', 'text: columns of the terminal', columns)
    .option('--title <title>', 'svg: what stands above it')
    .addHelpText('after', `${TRACE_HELP}${PLACE_HELP}${HELP}`)
    .action(run);
}

const HELP = `
What opens what: svg a browser, mermaid any Markdown viewer, perfetto ui.perfetto.dev, pcap Wireshark, itf Apalache's
trace viewer, shiviz bestchai.bitbucket.io/shiviz.
Exit codes: 0 written, 2 the trace cannot be read, has no such place or client, or --out cannot be written.`;

async function run(path: string, flags: Flags): Promise<void> {
  const selection = {
    ...(flags.client !== undefined && { clients: flags.client }),
    ...placesOf(flags),
    ...(flags.details && { details: true }),
  };
  if (flags.to === 'pcap' && flags.out === STANDARD_OUTPUT && process.stdout.isTTY) {
    throw new UserError('pcap is no text: give --out FILE, or a pipe');
  }
  const source = new TraceSource(path);
  const reader = new TimelineReader();
  const timeline = await readTimeline(source, reader);
  for (const client of flags.client ?? []) expectClient(timeline, client, source.name);
  const isPart = selection.from !== undefined || selection.upTo !== undefined;
  if (isPart && select(timeline, { ...selection, details: true }).length === 0) {
    throw new UserError(
      `${source.name}: nothing to draw ${rangeInWords(flags)}: the trace ${extentOf(timeline)}`,
    );
  }
  try {
    const rendered = FORMATS[flags.to](timeline, { flags, file: path, ...selection });
    writeTo('--out', flags.out, rendered);
  } catch (error) {
    // A record that is no error to a reader may still be one to whoever puts it into words.
    throw source.blame(reader.inLine(error));
  }
}

function placesOf({ from, upTo }: Flags): Pick<Selection, 'from' | 'upTo'> {
  const [first, last] = [placeOf('--from', from), placeOf('--up-to', upTo)];
  return { ...(first && { from: first }), ...(last && { upTo: last }) };
}

function rangeInWords({ from, upTo }: Flags): string {
  const parts = [from && `from ${from} on`, upTo && `up to ${upTo}`];
  return parts.filter(Boolean).join(', ');
}

function extentOf({ events }: Timeline): string {
  const last = events.at(-1);
  if (last === undefined) return 'has no records';
  return `ends with ${whereInWords({ n: Number.parseInt(last.id, 10), t: last.timeMs })}`;
}

function expectClient({ lifelines }: Timeline, client: string, name: string): void {
  const clients = lifelines.filter(({ kind }) => kind === 'client');
  if (clients.some(chosen({ clients: [client] }))) return;
  const known = clients.map(({ label }) => label);
  throw new UserError(`${name}: ${noClient(client, known)} (c1, c2 and so on in that order)`);
}

async function readTimeline(source: TraceSource, reader: TimelineReader): Promise<Timeline> {
  try {
    for await (const { lines, last } of source.read()) {
      for (const line of lines) reader.read(line);
      const record = last === undefined ? undefined : reader.readLast(last);
      if (typeof record === 'string') warn(`${source.name}: ${record}`);
    }
  } catch (error) {
    throw source.blame(error);
  }
  const { timeline } = reader;
  if (timeline === undefined) throw new UserError(`${source.name}: ${EMPTY}`);
  return timeline;
}

function columns(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 60) throw new InvalidArgumentError('At least 60.');
  return number;
}

function startOf({ startedAt }: TraceHeader): number {
  return startedAt === null ? 0 : Date.parse(startedAt);
}
