import { simulate } from '../simulate.js';
import { TraceFile } from './trace-file.js';
import { UserError } from './user-error.js';
/** @throws UserError for an error within the run, which is ours, together with what repeats it */
export function runScenario(scenario, seed, { begins, trace = new TraceFile(), line = () => { } }) {
    try {
        const write = (text) => {
            trace.write(text);
            line(text);
        };
        const { steps, endedAtMs, world } = simulate(scenario, seed, write, begins);
        const { records, hash } = trace;
        const problems = problemsOf(world);
        const problem = problems.length === 0 ? undefined : failure(scenario, seed, problems.join('; '));
        return { seed, steps, records, endedAtMs, hash, struck: struckIn(world), problem };
    }
    catch (error) {
        if (error instanceof UserError)
            throw error;
        throw failure(scenario, seed, error.message);
    }
}
function failure({ name }, seed, what) {
    const word = /^[\w.-]+$/.test(seed) ? seed : `'${seed}'`;
    return new UserError(`${name}: ${what}\nrepeat: lifeline simulate ${name} --seed ${word}`, 1);
}
/** What a run that has come to its end still owes. */
function problemsOf({ scenario, state }) {
    return state.actors.flatMap(({ name, at }, index) => {
        const next = scenario.clients[index]?.does[at];
        return next === undefined ? [] : [`${name} never came to ${JSON.stringify(next)}`];
    });
}
function struckIn({ scenario: { faults = {} }, state }) {
    const kinds = Object.keys(faults);
    const counts = kinds.map((kind) => [kind, (faults[kind] ?? 0) - (state.faultsLeft[kind] ?? 0)]);
    return Object.fromEntries(counts);
}
//# sourceMappingURL=simulate-run.js.map