/** `lifeline chart`: a chart as a picture, as text or as data, with its states at a place in a trace if one is given. */
import { type Command, Option } from 'commander';
import { type ChartName, machines } from '../../machines/index.ts';
import { END } from '../inspect/where.ts';
import { type ChartDescription, describedChart } from '../render/chart/described.ts';
import { chartMermaid } from '../render/chart/mermaid.ts';
import { chartSvg } from '../render/chart/svg.ts';
import { ActiveStates } from '../render/chart/svg-active.ts';
import { THEMES, type Theme } from '../render/chart/svg-style.ts';
import { STANDARD_OUTPUT, say, sayJson, warn, writeTo } from './output.ts';
import { PLACE_HELP, placeOf, TRACE_HELP } from './places.ts';
import { TraceSource } from './trace-source.ts';
import { UserError } from './user-error.ts';

interface Flags {
  readonly to: 'svg' | 'mermaid';
  readonly theme: Theme;
  readonly out: string;
  readonly trace?: string;
  readonly at?: string;
  readonly client?: string;
  readonly connection?: string;
  readonly json?: boolean;
}

type Found = NonNullable<ChartDescription['active']>;

export function registerChart(program: Command): void {
  program
    .command('chart [name]')
    .description('draw a chart of the law from its definition; without a name, list the charts')
    .addOption(new Option('--to <form>', 'what to draw').choices(['svg', 'mermaid']).default('svg'))
    .addOption(new Option('--theme <theme>', 'of an SVG').choices([...THEMES]).default('auto'))
    .option('--out <file>', 'write it there; - for standard output', STANDARD_OUTPUT)
    .option('--trace <trace>', 'set off the states that are active in a trace …')
    .option('--at <place>', '… after that record, or at that time; else at the end')
    .option('--client <id>', 'of that Client Identifier, in place of what the record is about')
    .option('--connection <n>', 'of that connection')
    .option(
      '--json',
      'for programs: states, transitions, guards, clauses, layout and what is active',
    )
    .addHelpText('after', `${TRACE_HELP}${PLACE_HELP}${EXIT_CODES}`)
    .action(run);
}

const EXIT_CODES = `
Exit codes: 0 drawn, 2 there is no such chart, the trace cannot be read or has no such place or client, or --out cannot
be written.`;

async function run(name: string | undefined, flags: Flags): Promise<void> {
  if (name === undefined) {
    list(flags.json === true);
    return;
  }
  const chart = chartNamed(name);
  const active = await activeIn(chart, flags);
  writeTo('--out', flags.out, draw(chart, flags, active));
  if (active && !flags.json) warn(`${active.of}: ${active.states.join(', ')}`);
}

function list(isJson: boolean): void {
  for (const [name, machine] of Object.entries(machines)) {
    const states = Object.keys(machine.states);
    if (isJson) sayJson({ chart: name, states });
    else say(`${name.padEnd(12)}${states.join(', ')}`);
  }
}

function chartNamed(name: string): ChartName {
  if (Object.hasOwn(machines, name)) return name as ChartName;
  throw new UserError(`there is no chart '${name}'; there are ${Object.keys(machines).join(', ')}`);
}

function draw(chart: ChartName, { to, theme, json }: Flags, active: Found | undefined): string {
  if (json) return `${JSON.stringify(describedChart(chart, active))}\n`;
  const states = active?.states ?? [];
  if (to === 'mermaid') {
    return chartMermaid(
      machines[chart],
      states.flatMap((state) => state.split(' & ')),
    );
  }
  const title = active && `The ${chart} chart: ${active.of} at record ${active.n}`;
  return chartSvg(chart, { theme, active: states, ...(title && { title }) });
}

async function activeIn(chart: ChartName, flags: Flags): Promise<Found | undefined> {
  const { trace, at, client, connection } = flags;
  if (trace === undefined) {
    const alone = ['at', 'client', 'connection'].find((flag) => Object.hasOwn(flags, flag));
    if (alone !== undefined) throw new UserError(`--${alone} is about a trace: give --trace too`);
    return undefined;
  }
  const states = new ActiveStates({
    chart,
    at: placeOf('--at', at) ?? END,
    clientId: client,
    connection: connection === undefined ? undefined : numberOf('--connection', connection),
  });
  const source = new TraceSource(trace);
  try {
    for await (const { lines, last } of source.read()) {
      for (const line of lines) states.line(line);
      const remark = last === undefined ? undefined : states.last(last);
      if (remark !== undefined) warn(`${source.name}: ${remark}`);
      if (states.isDone) break;
    }
    if (states.isOfOtherCharts) warn('the trace was made under other charts, so states may differ');
    return { ...states.result(), n: states.n };
  } catch (error) {
    const failure = source.blame(error);
    if (failure instanceof UserError) throw failure;
    throw new UserError(`${source.name}: ${(error as Error).message}`);
  }
}

function numberOf(flag: string, text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new UserError(`${flag} takes a number from 1, not '${text}'`);
}
