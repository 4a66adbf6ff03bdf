/** `lifeline inspect`: what a broker held at a place in its trace, what changed, and why. */
import type { Command } from 'commander';
import { chartsHash, TraceError, type TraceHeader } from '../../machines/index.ts';
import { why } from '../explain/why.ts';
import { whyNot } from '../explain/why-not.ts';
import { whyNotText } from '../explain/why-not-text.ts';
import { whyText } from '../explain/why-text.ts';
import { diffOf } from '../inspect/diff.ts';
import { InspectError } from '../inspect/inspect-error.ts';
import { plain } from '../inspect/plain.ts';
import { type StateAt, statesAt } from '../inspect/state-at.ts';
import { diffText, stateText } from '../inspect/text.ts';
import { headerOf } from '../inspect/trace-lines.ts';
import { parseWhere, type Where } from '../inspect/where.ts';
import { clock } from '../render/sentences/words.ts';
import { readTrace } from './read-trace.ts';
import { UserError } from './user-error.ts';

interface Flags {
  readonly at?: string;
  readonly diff?: string;
  readonly why?: string;
  readonly whyNot?: string;
  readonly client?: string;
  readonly json?: boolean;
}

/** More than the headers that stand between the parts of a recording. */
const LINES_BEYOND = 10_000;

export function registerInspect(program: Command): void {
  program
    .command('inspect <file>')
    .description('what the broker of a trace held at a place in it, what changed, and why')
    .option('--at <place>', 'after that record (12), or at that time (1.5s); else at the end')
    .option('--diff <place>', 'what is different at that place from --at')
    .option('--why <id>', 'what led to a record (12) or an effect of one (12.3), by which clauses')
    .option('--why-not <event>', "what refuses an event: 'PUBLISH topic=a/# qos=1', keepAlive")
    .option('--client <id>', 'only what concerns that Client Identifier')
    .option('--json', 'for programs')
    .action(run);
}

async function run(file: string, flags: Flags): Promise<void> {
  try {
    const lines = await linesOf(file, lastWanted(flags));
    warnOfOtherLaw(headerOf(lines));
    process.stdout.write(answer(lines, file, flags));
  } catch (error) {
    if (error instanceof InspectError || error instanceof TraceError) {
      throw new UserError(`${file}: ${error.message}`);
    }
    throw error;
  }
}

function warnOfOtherLaw({ charts }: TraceHeader): void {
  if (charts === chartsHash()) return;
  process.stderr.write(
    'lifeline: the trace was made under other charts; what follows is what the charts of this version do (lifeline replay shows where that differs)\n',
  );
}

function answer(lines: readonly string[], file: string, flags: Flags): string {
  const { client } = flags;
  if (flags.why !== undefined) {
    const story = why(lines, flags.why, tell);
    return flags.json ? json(story) : whyText(story);
  }
  const at = flags.at === undefined ? END : parseWhere(flags.at);
  if (flags.whyNot !== undefined) {
    const where = flags.at === undefined ? undefined : at;
    const result = whyNot(lines, { event: flags.whyNot, at: where, clientId: client }, tell);
    return flags.json ? json(result) : whyNotText(result);
  }
  if (flags.diff === undefined) {
    const [state] = statesAt(lines, [at], tell) as [StateAt];
    return flags.json ? json(state) : `${head(file, state)}\n\n${stateText(state, client)}`;
  }
  const [from, to] = statesAt(lines, [at, parseWhere(flags.diff)], tell) as [StateAt, StateAt];
  const diff = diffOf(from, to, client);
  if (flags.json) return json({ from: from.n, to: to.n, ...diff });
  return `${head(file, from)}; against record ${to.n}, ${clock(to.timeMs)}\n\n${diffText(diff)}`;
}

/** After everything. */
const END: Where = { kind: 'time', ms: Number.POSITIVE_INFINITY };

function head(file: string, { n, timeMs }: StateAt): string {
  return `${file} after record ${n}, ${clock(timeMs)}`;
}

function json(value: unknown): string {
  return `${JSON.stringify(plain(value), undefined, 2)}\n`;
}

/** The last record that matters; undefined when it cannot be known before the end. */
function lastWanted({ at, diff, why: id }: Flags): number | undefined {
  if (id !== undefined) return Number.parseInt(id, 10);
  if (at === undefined) return undefined;
  const places = [at, ...(diff === undefined ? [] : [diff])].map(parseWhere);
  const records = places.map((where) => (where.kind === 'record' ? where.n : undefined));
  return records.includes(undefined) ? undefined : Math.max(...(records as number[]));
}

async function linesOf(file: string, last: number | undefined): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const { lines, last: rest } of readTrace(file)) {
    for (const line of lines) all.push(line);
    if (rest !== undefined && rest !== '') addLast(all, rest);
    if (last !== undefined && all.length > last + LINES_BEYOND) break;
  }
  return all;
}

/** A recorder that was cut off leaves half a record. */
function addLast(lines: string[], text: string): void {
  try {
    JSON.parse(text);
    lines.push(text);
  } catch {
    process.stderr.write('lifeline: the last record was cut off, and is left out\n');
  }
}

const TOLD_EVERY_MS = 2_000;
let toldMs = performance.now();

function tell(n: number): void {
  if (performance.now() - toldMs < TOLD_EVERY_MS) return;
  toldMs = performance.now();
  process.stderr.write(`record ${n.toLocaleString('en-US')}\n`);
}
