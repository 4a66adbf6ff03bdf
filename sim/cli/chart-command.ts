/** `lifeline chart`: a chart as a picture or as text, with its states at a place in a trace if one is given. */
import { writeFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { type ChartName, machines } from '../../machines/index.ts';
import { chartMermaid } from '../render/chart/mermaid.ts';
import { chartSvg } from '../render/chart/svg.ts';
import { type Active, ActiveStates } from '../render/chart/svg-active.ts';
import { THEMES, type Theme } from '../render/chart/svg-style.ts';
import { readTrace } from './read-trace.ts';
import { UserError } from './user-error.ts';

interface Flags {
  readonly to: 'svg' | 'mermaid';
  readonly theme: Theme;
  readonly out?: string;
  readonly trace?: string;
  readonly at?: string;
  readonly client?: string;
  readonly connection?: string;
}

export function registerChart(program: Command): void {
  program
    .command('chart [name]')
    .description('draw a chart of the law from its definition; without a name, list the charts')
    .addOption(new Option('--to <form>', 'what to draw').choices(['svg', 'mermaid']).default('svg'))
    .addOption(new Option('--theme <theme>', 'of an SVG').choices([...THEMES]).default('auto'))
    .option('--out <file>', 'write to a file, in place of standard output')
    .option(
      '--trace <file>',
      'set off the states that are active in a trace (- for standard input) …',
    )
    .option('--at <n>', '… after its record N')
    .option('--client <id>', 'of this client, in place of what the record is about')
    .option('--connection <n>', 'of this connection')
    .action(run);
}

async function run(name: string | undefined, flags: Flags): Promise<void> {
  if (name === undefined) {
    list();
    return;
  }
  const chart = chartNamed(name);
  const active = await activeIn(chart, flags);
  const title = active && `The ${chart} chart: ${active.of} at record ${flags.at}`;
  const drawing = draw(chart, flags, active, title);
  if (flags.out === undefined) process.stdout.write(drawing);
  else write(flags.out, drawing);
  if (active) note(`${active.of}: ${active.states.join(', ')}`);
}

/** Beside the drawing, which may have standard output for itself. */
function note(text: string): void {
  process.stderr.write(`lifeline: ${text}\n`);
}

function list(): void {
  for (const [name, machine] of Object.entries(machines)) {
    process.stdout.write(`${name.padEnd(12)}${Object.keys(machine.states).join(', ')}\n`);
  }
}

function chartNamed(name: string): ChartName {
  if (Object.hasOwn(machines, name)) return name as ChartName;
  throw new UserError(`there is no chart '${name}': ${Object.keys(machines).join(', ')}`);
}

function draw(
  chart: ChartName,
  { to, theme }: Flags,
  active: Active | undefined,
  title: string | undefined,
): string {
  const states = active?.states ?? [];
  if (to === 'svg') return chartSvg(chart, { theme, active: states, ...(title && { title }) });
  const leaves = states.flatMap((state) => state.split(' & '));
  return chartMermaid(machines[chart], leaves);
}

async function activeIn(chart: ChartName, flags: Flags): Promise<Active | undefined> {
  const { trace, at, client, connection } = flags;
  if (trace === undefined) {
    const alone = ['at', 'client', 'connection'].find((flag) => Object.hasOwn(flags, flag));
    if (alone !== undefined) throw new UserError(`--${alone} is about a trace: give --trace too`);
    return undefined;
  }
  if (at === undefined) throw new UserError('--trace needs a place in it: give --at N');
  const query = {
    chart,
    at: numberOf('--at', at),
    clientId: client,
    connection: connection === undefined ? undefined : numberOf('--connection', connection),
  };
  const states = new ActiveStates(query);
  try {
    for await (const { lines, last } of readTrace(trace)) {
      for (const line of lines) states.line(line);
      if (last !== undefined) states.last(last);
      if (states.isDone) break;
    }
    if (states.isOfOtherCharts) note('the trace was made under other charts, so states may differ');
    return states.result();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${trace}: ${(error as Error).message}`);
  }
}

function numberOf(flag: string, text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new UserError(`${flag} takes a number from 1, not '${text}'`);
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UserError(`cannot write the drawing: ${(error as Error).message}`);
  }
}
