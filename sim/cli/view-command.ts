/** `lifeline view`: a trace in the page, in a browser on this machine. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { say } from './output.ts';
import type { PageTools } from './page-commands.ts';
import { PLACE_HELP, TRACE_HELP } from './places.ts';
import { type PartFlags, readPart, readWhole } from './trace-part.ts';
import { TraceSource } from './trace-source.ts';

interface Flags extends PartFlags {
  readonly open: boolean;
  readonly port: number;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const LINES_AT_ONCE = 10_000;

export function registerView(program: Command, tools: PageTools): void {
  program
    .command('view <trace>')
    .description('show a trace in the visualizer, in a browser on this machine; ends with ctrl-C')
    .option('--port <port>', 'where to serve it on 127.0.0.1; 0: any that is free', portOf, 0)
    .option('--no-open', 'only print the address')
    .option('--from <place>', 'from that record on, or that time')
    .option('--up-to <place>', 'up to that record, or that time')
    .addHelpText('after', `${TRACE_HELP}${PLACE_HELP}${EXIT_CODES}`)
    .action((path: string, flags: Flags) => run(path, flags, tools));
}

const EXIT_CODES = `
Exit codes: 0 ended by you, 1 the port is in use, 2 the trace cannot be read, or has no such place.`;

async function run(path: string, flags: Flags, tools: PageTools): Promise<void> {
  const served = await tools.serve(flags.port, await contentOf(path, flags));
  const name = path === '-' ? 'trace.jsonl' : basename(path);
  const url = `${served.url}#${new URLSearchParams({ trace: name })}`;
  say(url);
  if (flags.open) openBrowser(url);
  await Promise.race(SIGNALS.map((signal) => once(process, signal)));
  served.close();
}

type Content = (take: (text: string) => Promise<void>) => Promise<void>;

/** Read through once before it is offered, so that a damaged one is told here and not in the page. */
async function contentOf(path: string, flags: Flags): Promise<Content> {
  if (path === '-' || flags.from !== undefined || flags.upTo !== undefined) {
    const lines = await readPart(path, flags);
    return async (take) => {
      for (let at = 0; at < lines.length; at += LINES_AT_ONCE) {
        await take(`${lines.slice(at, at + LINES_AT_ONCE).join('\n')}\n`);
      }
    };
  }
  await readWhole(new TraceSource(path), () => undefined);
  return async (take) => {
    for await (const { lines, last } of new TraceSource(path).read()) {
      if (lines.length > 0) await take(`${lines.join('\n')}\n`);
      if (last) await take(last);
    }
  };
}

/** Where there is none, or no screen, the address has been printed. */
function openBrowser(url: string): void {
  const { platform } = process;
  const [command, ...args] =
    platform === 'darwin'
      ? ['open']
      : platform === 'win32'
        ? ['cmd', '/c', 'start', '""']
        : ['xdg-open'];
  const child = spawn(command as string, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}
