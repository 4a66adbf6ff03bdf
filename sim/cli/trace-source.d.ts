import { type TraceLines } from './read-trace.ts';
export declare class TraceSource {
    #private;
    readonly path: string;
    /** @param path a file, a folder of a recording's parts, or - for standard input */
    constructor(path: string);
    /** As people call it. */
    get name(): string;
    /** @throws UserError when there is nothing to read */
    read(): AsyncGenerator<TraceLines>;
    /** The file, and the line of it. @param line of all parts together, from 1 */
    locate(line: number): {
        readonly file: string;
        readonly line: number;
    };
    /** `day/trace-000002.jsonl: line 12`. */
    placeOf(line: number): string;
    /** What has gone wrong with the trace, as the user's to repair; anything else as it is. */
    blame(error: unknown): unknown;
}
//# sourceMappingURL=trace-source.d.ts.map