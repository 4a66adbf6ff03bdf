/** `lifeline chart`: a chart as a picture, as text or as data, with its states at a place in a trace if one is given. */
import { writeFileSync } from 'node:fs';
import { Option } from 'commander';
import { machines } from '../../machines/index.js';
import { END } from '../inspect/where.js';
import { describedChart } from '../render/chart/described.js';
import { chartMermaid } from '../render/chart/mermaid.js';
import { chartSvg } from '../render/chart/svg.js';
import { ActiveStates } from '../render/chart/svg-active.js';
import { THEMES } from '../render/chart/svg-style.js';
import { say, sayJson, warn } from './output.js';
import { PLACE_HELP, placeOf, TRACE_HELP } from './places.js';
import { TraceSource } from './trace-source.js';
import { UserError } from './user-error.js';
export function registerChart(program) {
    program
        .command('chart [name]')
        .description('draw a chart of the law from its definition; without a name, list the charts')
        .addOption(new Option('--to <form>', 'what to draw').choices(['svg', 'mermaid']).default('svg'))
        .addOption(new Option('--theme <theme>', 'of an SVG').choices([...THEMES]).default('auto'))
        .option('--out <file>', 'write it there; - for standard output', '-')
        .option('--trace <trace>', 'set off the states that are active in a trace …')
        .option('--at <place>', '… after that record, or at that time; else at the end')
        .option('--client <id>', 'of that Client Identifier, in place of what the record is about')
        .option('--connection <n>', 'of that connection')
        .option('--json', 'for programs: states, transitions, guards, clauses, layout and what is active')
        .addHelpText('after', `${TRACE_HELP}${PLACE_HELP}${EXIT_CODES}`)
        .action(run);
}
const EXIT_CODES = `
Exit codes: 0 drawn, 2 there is no such chart, or the trace cannot be read or has no such place or client.`;
async function run(name, flags) {
    if (name === undefined) {
        list(flags.json === true);
        return;
    }
    const chart = chartNamed(name);
    const active = await activeIn(chart, flags);
    write(flags.out, draw(chart, flags, active));
    if (active && !flags.json)
        warn(`${active.of}: ${active.states.join(', ')}`);
}
function list(isJson) {
    for (const [name, machine] of Object.entries(machines)) {
        const states = Object.keys(machine.states);
        if (isJson)
            sayJson({ chart: name, states });
        else
            say(`${name.padEnd(12)}${states.join(', ')}`);
    }
}
function chartNamed(name) {
    if (Object.hasOwn(machines, name))
        return name;
    throw new UserError(`there is no chart '${name}'; there are ${Object.keys(machines).join(', ')}`);
}
function draw(chart, { to, theme, json }, active) {
    if (json)
        return `${JSON.stringify(describedChart(chart, active))}\n`;
    const states = active?.states ?? [];
    if (to === 'mermaid') {
        return chartMermaid(machines[chart], states.flatMap((state) => state.split(' & ')));
    }
    const title = active && `The ${chart} chart: ${active.of} at record ${active.n}`;
    return chartSvg(chart, { theme, active: states, ...(title && { title }) });
}
async function activeIn(chart, flags) {
    const { trace, at, client, connection } = flags;
    if (trace === undefined) {
        const alone = ['at', 'client', 'connection'].find((flag) => Object.hasOwn(flags, flag));
        if (alone !== undefined)
            throw new UserError(`--${alone} is about a trace: give --trace too`);
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
            for (const line of lines)
                states.line(line);
            if (last !== undefined)
                states.last(last);
            if (states.isDone)
                break;
        }
        if (states.isOfOtherCharts)
            warn('the trace was made under other charts, so states may differ');
        return { ...states.result(), n: states.n };
    }
    catch (error) {
        const failure = source.blame(error);
        if (failure instanceof UserError)
            throw failure;
        throw new UserError(`${source.name}: ${error.message}`);
    }
}
function numberOf(flag, text) {
    if (/^[1-9]\d*$/.test(text))
        return Number(text);
    throw new UserError(`${flag} takes a number from 1, not '${text}'`);
}
function write(out, text) {
    if (out === '-') {
        process.stdout.write(text);
        return;
    }
    try {
        writeFileSync(out, text);
    }
    catch (error) {
        throw new UserError(`--out has to be a file that can be written: ${error.message}`);
    }
}
//# sourceMappingURL=chart-command.js.map