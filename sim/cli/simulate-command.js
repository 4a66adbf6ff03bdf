import { clock } from '../render/sentences/words.js';
import { scenarioNamed, scenarios } from '../scenarios/index.js';
import { say, sayJson } from './output.js';
import { runScenario } from './simulate-run.js';
import { dealtText, faultCounts, settingsJson, settingsText } from './simulate-settings.js';
import { Drawing, TraceFile } from './trace-file.js';
import { UserError } from './user-error.js';
const DEFAULT_SEED = '1';
export function registerSimulate(program) {
    program
        .command('simulate [scenario]')
        .description('run a scenario in virtual time; the same seed gives the same trace, to the byte')
        .option('--list', 'name the scenarios, and end')
        .option('--seed <seed>', `decides all that is left to chance: a number or a word (default: ${DEFAULT_SEED})`)
        .option('--seeds <from..to>', 'run it under all these seeds, and tell which fail')
        .option('--out <file>', 'write the trace (JSON Lines); - for standard output')
        .option('--no-timeline', 'without the drawing of what happened')
        .option('--json', 'for programs: for each run a line with its settings, and one with its result')
        .addHelpText('after', HELP)
        .action((name, flags) => run(name, flags));
}
const HELP = `
A scenario with faults sets limits; what a seed has been dealt within them is printed before its run.
Exit codes: 0 every run came to a good end, 1 one did not (the message says what repeats it), 2 wrong flags.`;
function run(name, flags) {
    if (flags.list || name === undefined) {
        list(flags.json === true);
        if (!flags.list && !flags.json)
            say('\nTo run one: lifeline simulate NAME --seed SEED');
        return;
    }
    const scenario = find(name);
    const { seed = DEFAULT_SEED, seeds, out, json = false, timeline } = flags;
    if (seed === '')
        throw new UserError('--seed takes a number or a word');
    if (seeds !== undefined) {
        const other = flags.seed !== undefined ? '--seed' : out !== undefined ? '--out' : undefined;
        if (other !== undefined) {
            throw new UserError(`${other} is about one run, --seeds about many: leave one of them away`);
        }
        runMany(scenario, seedsIn(seeds), json);
    }
    else
        runOne(scenario, seed, { out, json, timeline });
}
function find(name) {
    try {
        return scenarioNamed(name);
    }
    catch (error) {
        throw new UserError(error.message);
    }
}
function list(isJson) {
    const width = Math.max(...scenarios.map(({ name }) => name.length));
    for (const { name, title, about } of scenarios) {
        if (isJson)
            sayJson({ name, title, about });
        else
            say(`${name.padEnd(width)}  ${title}`);
    }
}
function runOne(scenario, seed, { out, json, timeline }) {
    // The trace has standard output for itself.
    const tell = out === '-' ? (text) => process.stderr.write(`${text}\n`) : say;
    const tellJson = (value) => tell(JSON.stringify(value));
    const trace = new TraceFile(out);
    const drawing = timeline && !json && out === undefined ? new Drawing() : undefined;
    try {
        const finished = runScenario(scenario, seed, {
            trace,
            begins: (dealt) => {
                if (json)
                    tellJson(settingsLine(dealt, seed));
                else
                    for (const line of settingsText(dealt, seed))
                        tell(line);
            },
            line: (line) => drawing?.add(line),
        });
        if (drawing !== undefined)
            tell(`\n${drawing.text}`);
        if (json)
            tellJson(resultLine(scenario, finished));
        else
            tell(`\n${resultText(scenario, finished)}`);
        if (finished.problem !== undefined)
            throw finished.problem;
    }
    finally {
        trace.close();
    }
}
function settingsLine(dealt, seed) {
    return { type: 'settings', scenario: dealt.name, seed, ...settingsJson(dealt) };
}
function resultLine({ name }, { problem, ...result }) {
    const failed = { problem: problem?.message ?? null };
    return { type: 'result', scenario: name, ...result, ...failed };
}
function resultText({ faults }, result) {
    const { steps, records, endedAtMs, hash, struck } = result;
    const counts = faultCounts(struck);
    const strikes = faults === undefined ? '' : `; ${counts === '' ? 'nothing' : counts} struck`;
    return `${steps} steps, ${records} records, ${clock(endedAtMs)}${strikes}; trace ${hash}`;
}
function seedsIn(range) {
    const match = /^(\d+)\.\.(\d+)$/.exec(range);
    if (match === null)
        throw new UserError(`--seeds takes a range such as 1..100, not '${range}'`);
    const [from, to] = [Number(match[1]), Number(match[2])];
    if (from > to)
        throw new UserError(`--seeds goes upwards: ${to}..${from}, not '${range}'`);
    return [from, to];
}
function runMany(scenario, [from, to], json) {
    const failed = [];
    const isDealt = scenario.faults !== undefined;
    if (!json)
        for (const line of settingsText(scenario))
            say(line);
    for (let seed = from; seed <= to; seed++) {
        const begins = (dealt) => {
            if (json)
                sayJson(settingsLine(dealt, `${seed}`));
            else if (isDealt)
                process.stdout.write(`seed ${seed}: ${dealtText(dealt)}`);
        };
        const problem = runOfMany(scenario, `${seed}`, { json, isDealt, begins });
        if (problem !== undefined)
            failed.push(problem.message);
    }
    const count = to - from + 1;
    if (!json)
        say(`${count - failed.length} of ${count} seeds came to a good end`);
    if (failed.length > 0)
        throw new UserError(failed.join('\n'), 1);
}
function runOfMany(scenario, seed, { json, isDealt, begins }) {
    try {
        const finished = runScenario(scenario, seed, { begins });
        const isGood = finished.problem === undefined;
        if (json)
            sayJson(resultLine(scenario, finished));
        else if (isDealt)
            say(isGood ? `: ${resultText(scenario, finished)}` : ': FAILED');
        return finished.problem;
    }
    catch (error) {
        if (!(error instanceof UserError))
            throw error;
        if (json)
            sayJson({ type: 'result', scenario: scenario.name, seed, problem: error.message });
        else if (isDealt)
            say(': FAILED');
        return error;
    }
}
//# sourceMappingURL=simulate-command.js.map