import type { Difference } from '../replay/difference.ts';
import type { ReplayEvent } from '../replay/replay.ts';
import type { ReplayEnd, Report } from './replay-report.ts';
export declare class TextReport implements Report {
    #private;
    /** @param name of the trace */
    constructor(name: string);
    take(event: ReplayEvent): void;
    /** An error is told by whoever ends the program. */
    end({ kind, client, error, steps, n, t, seconds }: ReplayEnd): void;
}
/** @param place file and line */
export declare function differenceText(difference: Difference, place: string): string;
//# sourceMappingURL=replay-text.d.ts.map