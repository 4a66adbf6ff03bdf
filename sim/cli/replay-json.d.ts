import type { ReplayEvent } from '../replay/replay.ts';
import type { ReplayEnd, Report } from './replay-report.ts';
import type { TraceSource } from './trace-source.ts';
export declare class JsonReport implements Report {
    #private;
    constructor(source: TraceSource);
    take(event: ReplayEvent): void;
    end(end: ReplayEnd): void;
}
//# sourceMappingURL=replay-json.d.ts.map