/** `lifeline render`: a trace in another form, for people and for other programs. */
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { noClient } from '../inspect/clients.js';
import { damaged } from '../inspect/damaged.js';
import { EMPTY } from '../inspect/trace-lines.js';
import { whereInWords } from '../inspect/where.js';
import { renderItf } from '../render/itf.js';
import { renderMermaid } from '../render/mermaid.js';
import { renderPcap } from '../render/pcap.js';
import { renderPerfetto } from '../render/perfetto.js';
import { renderShiviz } from '../render/shiviz.js';
import { renderSvg } from '../render/svg/svg.js';
import { renderText } from '../render/text/text.js';
import { TimelineBuilder } from '../render/timeline/builder.js';
import { RecordReader } from '../render/timeline/record-reader.js';
import { chosen, select } from '../render/timeline/select.js';
import { warn } from './output.js';
import { PLACE_HELP, placeOf, TRACE_HELP } from './places.js';
import { TraceSource } from './trace-source.js';
import { UserError } from './user-error.js';
const FORMATS = {
    text: (timeline, { flags, ...selection }) => {
        const width = flags.width ?? process.stdout.columns ?? 120;
        return renderText(timeline, { ...selection, width, sentences: flags.sentences });
    },
    svg: (timeline, { flags, file, ...selection }) => {
        const title = flags.title ?? timeline.header.scenario ?? basename(file);
        return renderSvg(timeline, { ...selection, title });
    },
    mermaid: renderMermaid,
    perfetto: renderPerfetto,
    pcap: (timeline, chosen) => renderPcap(timeline, { ...chosen, startedAtMs: startOf(timeline.header) }),
    itf: renderItf,
    shiviz: renderShiviz,
};
export function registerRender(program) {
    program
        .command('render <trace>')
        .description('a trace as a drawing, or for another program')
        .addOption(new Option('--to <format>', 'what to make of it')
        .choices(Object.keys(FORMATS))
        .default('text'))
        .option('--out <file>', 'write it there; - for standard output', '-')
        .option('--client <id>', 'only that client: its Client Identifier, or a name like c1; may be given again', (id, before = []) => [...before, id])
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
Exit codes: 0 written, 2 the trace cannot be read, or has no such place or client.`;
async function run(path, flags) {
    const selection = {
        ...(flags.client !== undefined && { clients: flags.client }),
        ...placesOf(flags),
        ...(flags.details && { details: true }),
    };
    if (flags.to === 'pcap' && flags.out === '-' && process.stdout.isTTY) {
        throw new UserError('pcap is no text: give --out FILE, or a pipe');
    }
    const source = new TraceSource(path);
    const timeline = await readTimeline(source);
    for (const client of flags.client ?? [])
        expectClient(timeline, client, source.name);
    const isPart = selection.from !== undefined || selection.upTo !== undefined;
    if (isPart && select(timeline, { ...selection, details: true }).length === 0) {
        throw new UserError(`${source.name}: nothing to draw ${rangeInWords(flags)}: the trace ${extentOf(timeline)}`);
    }
    write(flags.out, FORMATS[flags.to](timeline, { flags, file: path, ...selection }));
}
function placesOf({ from, upTo }) {
    const [first, last] = [placeOf('--from', from), placeOf('--up-to', upTo)];
    return { ...(first && { from: first }), ...(last && { upTo: last }) };
}
function rangeInWords({ from, upTo }) {
    const parts = [from && `from ${from} on`, upTo && `up to ${upTo}`];
    return parts.filter(Boolean).join(', ');
}
function extentOf({ events }) {
    const last = events.at(-1);
    if (last === undefined)
        return 'has no records';
    return `ends with ${whereInWords({ n: Number.parseInt(last.id, 10), t: last.timeMs })}`;
}
function write(out, rendered) {
    try {
        // 1 is standard output, also where it is a pipe.
        writeFileSync(out === '-' ? 1 : out, rendered);
    }
    catch (error) {
        if (out === '-')
            throw error;
        const { message } = error;
        throw new UserError(`--out has to be a file that can be written: ${message}`);
    }
}
function expectClient({ lifelines }, client, name) {
    const clients = lifelines.filter(({ kind }) => kind === 'client');
    if (clients.some(chosen({ clients: [client] })))
        return;
    const known = clients.map(({ label }) => label);
    throw new UserError(`${name}: ${noClient(client, known)} (c1, c2 and so on in that order)`);
}
async function readTimeline(source) {
    const reader = new RecordReader();
    let builder;
    const add = (record) => {
        builder ??= reader.header && new TimelineBuilder(reader.header);
        if (record === undefined)
            return;
        try {
            builder?.add(record);
        }
        catch (error) {
            throw damaged(reader.line, record.n, error);
        }
    };
    try {
        for await (const { lines, last } of source.read()) {
            for (const line of lines)
                add(reader.read(line));
            const record = last === undefined ? undefined : reader.readLast(last);
            if (typeof record === 'string')
                warn(`${source.name} ${record}`);
            else
                add(record);
        }
    }
    catch (error) {
        throw source.blame(error);
    }
    if (builder === undefined)
        throw new UserError(`${source.name}: ${EMPTY}`);
    return builder.timeline;
}
function columns(text) {
    const number = Number(text);
    if (!Number.isInteger(number) || number < 60)
        throw new InvalidArgumentError('At least 60.');
    return number;
}
function startOf({ startedAt }) {
    return startedAt === null ? 0 : Date.parse(startedAt);
}
//# sourceMappingURL=render-command.js.map