/** `lifeline report`: a trace and the page in one file, which opens from disk and asks for nothing. */
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Command } from 'commander';
import { STANDARD_OUTPUT, say, writeTo } from './output.ts';
import type { PageTools } from './page-commands.ts';
import { PLACE_HELP, TRACE_HELP } from './places.ts';
import { type PartFlags, readPart } from './trace-part.ts';
import { UserError } from './user-error.ts';

interface Flags extends PartFlags {
  readonly html: string;
}

/** What a browser opens from a file in a few seconds, and a mail server still takes. */
const TRACE_BYTES_MAXIMUM = 67_108_864;
const MEGABYTE = 1_000_000;
const PLACE = '<script type="application/gzip" id="trace"></script>';

export function registerReport(program: Command, tools: PageTools): void {
  program
    .command('report <trace>')
    .description('write a trace and the visualizer to one HTML file, which works from disk')
    .requiredOption('--html <file>', 'where to write it; - for standard output')
    .option('--from <place>', 'from that record on, or that time')
    .option('--up-to <place>', 'up to that record, or that time')
    .addHelpText('after', `${TRACE_HELP}${PLACE_HELP}${HELP}`)
    .action((path: string, flags: Flags) => run(path, flags, tools));
}

const HELP = `
Everything that is in the trace is in the file: topics, Client Identifiers, and payloads if they were recorded.
Exit codes: 0 written, 2 the trace cannot be read, is too large, or has no such place, or --html cannot be written.`;

async function run(path: string, flags: Flags, tools: PageTools): Promise<void> {
  const name = path === '-' ? 'trace.jsonl' : basename(path);
  const lines = await readPart(path, flags);
  const trace = Buffer.from(`${lines.join('\n')}\n`);
  if (trace.length > TRACE_BYTES_MAXIMUM) throw tooLarge(path, trace.length);
  const html = reportOf(tools.readReportPage(), name, trace);
  writeTo('--html', flags.html, html);
  if (flags.html === STANDARD_OUTPUT) return;
  say(`${flags.html}: ${lines.length - 1} records, ${inMegabytes(html.length)}`);
}

/** The trace packed and in Base64, in which nothing can be taken for markup. */
function reportOf(page: string, name: string, trace: Buffer): string {
  if (!page.includes(PLACE)) throw new Error('the page of reports has no place for a trace');
  const packed = gzipSync(trace).toString('base64');
  const element = PLACE.replace('><', () => ` data-name="${escaped(name)}">${packed}<`);
  return page.replace(PLACE, () => element);
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': 'amp',
    '<': 'lt',
    '>': 'gt',
    '"': 'quot',
  };
  return text.replace(/[&<>"]/g, (character) => `&${entities[character]};`);
}

function tooLarge(path: string, bytes: number): UserError {
  return new UserError(
    `${path} has ${inMegabytes(bytes)}, and a report takes ${inMegabytes(TRACE_BYTES_MAXIMUM)}: give a part of it with --from and --up-to, or look at all of it with lifeline view`,
  );
}

function inMegabytes(bytes: number): string {
  return `${(bytes / MEGABYTE).toFixed(1)} MB`;
}
