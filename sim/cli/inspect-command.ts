/** `lifeline inspect`: what a broker held at a place in its trace, what changed, and why. */
import type { Command } from 'commander';
import { chartsHash, cutOffAfter, type TraceHeader } from '../../machines/index.ts';
import { why } from '../explain/why.ts';
import { whyNot } from '../explain/why-not.ts';
import { whyNotText } from '../explain/why-not-text.ts';
import { whyText } from '../explain/why-text.ts';
import { noClient } from '../inspect/clients.ts';
import { inLine } from '../inspect/damaged.ts';
import { diffOf } from '../inspect/diff.ts';
import { InspectError } from '../inspect/inspect-error.ts';
import { plain } from '../inspect/plain.ts';
import { type StateAt, statesAt } from '../inspect/state-at.ts';
import { diffText, stateText } from '../inspect/text.ts';
import { headerOf, lastUpTo, notThere } from '../inspect/trace-lines.ts';
import { BEGINNING, END, isWithin, type Where, whereInWords } from '../inspect/where.ts';
import { warn } from './output.ts';
import { PLACE_HELP, placeOf, TRACE_HELP } from './places.ts';
import { TraceSource } from './trace-source.ts';
import { UserError } from './user-error.ts';

interface Flags {
  readonly at?: string;
  readonly diff?: string;
  readonly why?: string;
  readonly whyNot?: string;
  readonly client?: string;
  readonly json?: boolean;
}

/** What is asked, with its flags understood. */
interface Question {
  readonly name: string;
  readonly at: Where | undefined;
  readonly diff: Where | undefined;
  readonly why: Where | undefined;
  readonly whyNot: string | undefined;
  readonly client: string | undefined;
  readonly json: boolean;
}

/** More than the headers that stand between the parts of a recording. */
const LINES_BEYOND = 10_000;

export function registerInspect(program: Command): void {
  program
    .command('inspect <trace>')
    .description('what the broker of a trace held at a place in it, what changed, and why')
    .option('--at <place>', 'after that record, or at that time; else at the end')
    .option('--diff <place>', 'what is different at that place from --at')
    .option('--why <place>', 'what led to a record or an effect of one, by which clauses')
    .option(
      '--why-not <event>',
      "what refuses an event at --at: 'PUBLISH topic=a/# qos=1', keepAlive",
    )
    .option('--client <id>', 'only what concerns that Client Identifier')
    .option('--json', 'for programs')
    .addHelpText('after', `${TRACE_HELP}${PLACE_HELP}${EXIT_CODES}`)
    .action(run);
}

const EXIT_CODES = `
Exit codes: 0 answered, 2 the trace cannot be read, or has no such place or client.`;

async function run(path: string, flags: Flags): Promise<void> {
  const source = new TraceSource(path);
  const question = questionOf(source.name, flags);
  try {
    const { lines, cutAfter } = await linesOf(source, lastWanted(question));
    warnOfOtherLaw(headerOf(lines));
    const text = answered(lines, question);
    if (cutAfter !== undefined) warn(`${source.name}: ${cutOffAfter(cutAfter)}`);
    process.stdout.write(text);
  } catch (error) {
    throw source.blame(error);
  }
}

/** @throws UserError for flags that are not understood, or do not go together */
function questionOf(name: string, { at, diff, why, whyNot, client, json }: Flags): Question {
  const asked = Object.entries({ '--why': why, '--why-not': whyNot, '--diff': diff });
  const given = asked.flatMap(([flag, value]) => (value === undefined ? [] : [flag]));
  if (given.length > 1) {
    throw new UserError(`${given.join(' and ')} are different questions: ask one at a time`);
  }
  if (why !== undefined && at !== undefined) {
    throw new UserError('--why says itself what it is about: leave --at away');
  }
  if (why !== undefined && client !== undefined) {
    throw new UserError('--why tells of one record: leave --client away');
  }
  return {
    name,
    at: placeOf('--at', at),
    diff: placeOf('--diff', diff),
    why: placeOf('--why', why),
    whyNot,
    client,
    json: json === true,
  };
}

function warnOfOtherLaw({ charts }: TraceHeader): void {
  if (charts === chartsHash()) return;
  warn(
    'the trace was made under other charts; what follows is what the charts of this version do (lifeline replay shows where that differs)',
  );
}

function answered(lines: readonly string[], question: Question): string {
  try {
    return answer(lines, question);
  } catch (error) {
    throw inLine(error, lines);
  }
}

function answer(lines: readonly string[], question: Question): string {
  const { name, at, diff, client, json } = question;
  if (question.why !== undefined) {
    const story = why(lines, recordAt(lines, question.why), tell);
    return json ? inJson(story) : whyText(story);
  }
  if (question.whyNot !== undefined) {
    const result = whyNot(lines, { event: question.whyNot, at, clientId: client }, tell);
    return json ? inJson(result) : whyNotText(result);
  }
  const places = [at ?? END, ...(diff === undefined ? [] : [diff])];
  const states = statesAt(lines, places, tell);
  if (client !== undefined) expectClient(client, states);
  const [from, to] = states as [StateAt, StateAt?];
  if (to === undefined) {
    return json ? inJson(from) : `${head(name, from)}\n\n${stateText(from, client)}`;
  }
  const difference = diffOf(from, to, client);
  if (json) return inJson({ from: from.n, to: to.n, ...difference });
  return `${head(name, from)}; against ${placeInWords(to)}\n\n${diffText(difference)}`;
}

/** Of a time, the last record until then. */
function recordAt(lines: readonly string[], where: Where): string {
  if (where.kind === 'record') {
    return where.effect === undefined ? `${where.n}` : `${where.n}.${where.effect}`;
  }
  const { n } = lastUpTo(lines, where);
  if (n === 0 || !isWithin(where, lastUpTo(lines, END))) throw notThere(where, lines);
  return `${n}`;
}

/** Those that have gone are known too. */
function expectClient(client: string, states: readonly StateAt[]): void {
  const known = states.flatMap(({ clientIds, view }) => [
    ...clientIds.values(),
    ...view.sessions.map(({ clientId }) => clientId),
  ]);
  if (known.includes(client)) return;
  const last = states.reduce((a, b) => (b.n > a.n ? b : a));
  throw new InspectError(noClient(client, known, `up to ${placeInWords(last)}`));
}

function head(name: string, state: StateAt): string {
  return `${name} after ${placeInWords(state)}`;
}

function placeInWords({ n, timeMs }: StateAt): string {
  return whereInWords({ n, t: timeMs });
}

function inJson(value: unknown): string {
  return `${JSON.stringify(plain(value), undefined, 2)}\n`;
}

/** The last record that matters; undefined when it cannot be known before the end. */
function lastWanted({ at, diff, why: id }: Question): number | undefined {
  const places = id === undefined ? [at ?? END, diff ?? BEGINNING] : [id];
  const records = places.map((where) => {
    if (where === BEGINNING) return 0;
    return where.kind === 'record' ? where.n : Number.POSITIVE_INFINITY;
  });
  const last = Math.max(...records);
  return last === Number.POSITIVE_INFINITY ? undefined : last;
}

interface Lines {
  readonly lines: readonly string[];
  /** A recorder that was cut off leaves half a record, which is not among the lines: the number of the one before. */
  readonly cutAfter: number | undefined;
}

async function linesOf(source: TraceSource, last: number | undefined): Promise<Lines> {
  const all: string[] = [];
  for await (const { lines, last: rest = '' } of source.read()) {
    for (const line of lines) all.push(line);
    if (last !== undefined && all.length > last + LINES_BEYOND) break;
    if (rest === '') continue;
    // What has not even a header is for the reader to refuse.
    if (all.length > 0 && !isWhole(rest))
      return { lines: all, cutAfter: numberOf(all.at(-1) as string) };
    all.push(rest);
  }
  return { lines: all, cutAfter: undefined };
}

/** Of the record, or of the one before a header. */
function numberOf(line: string): number {
  if (!isWhole(line)) return 0;
  const { n, continues } = JSON.parse(line) as { n?: number; continues?: { n: number } };
  return n ?? continues?.n ?? 0;
}

function isWhole(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

const TOLD_EVERY_MS = 2_000;
let toldMs = performance.now();

function tell(n: number): void {
  if (performance.now() - toldMs < TOLD_EVERY_MS) return;
  toldMs = performance.now();
  process.stderr.write(`record ${n.toLocaleString('en-US')}\n`);
}
