/** One run of a scenario for the command line: how it is begun, what has come of it, and what repeats it. */
import type { FaultBudget, Scenario } from '../scenario/scenario.ts';
import { TraceFile } from './trace-file.ts';
import { UserError } from './user-error.ts';
export interface Finished {
    readonly seed: string;
    readonly steps: number;
    readonly records: number;
    readonly endedAtMs: number;
    /** CRC-32 of the trace, in hexadecimal. */
    readonly hash: string;
    /** The faults that did strike. */
    readonly struck: FaultBudget;
    /** What the run still owes; undefined for a good end. */
    readonly problem: UserError | undefined;
}
export interface Around {
    /** Told what the seed has been dealt, before anything happens. */
    readonly begins: (dealt: Scenario) => void;
    readonly trace?: TraceFile;
    readonly line?: (line: string) => void;
}
/** @throws UserError for an error within the run, which is ours, together with what repeats it */
export declare function runScenario(scenario: Scenario, seed: string, { begins, trace, line }: Around): Finished;
//# sourceMappingURL=simulate-run.d.ts.map