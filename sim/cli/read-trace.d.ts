export interface TraceLines {
    /** Which file they are from; - for standard input. */
    readonly file: string;
    /** Whole lines, without their ends; many at a time, because handing over each would cost as much as replaying it. */
    readonly lines: readonly string[];
    /** What stands after the last line end, at the end of a file. */
    readonly last: string | undefined;
    /** How much of all files has been read, 0 to 1; undefined where that is not known. */
    readonly fraction: number | undefined;
}
/** All lines of all files, which follow each other as if they were one. */
export declare function readTrace(path: string): AsyncGenerator<TraceLines>;
//# sourceMappingURL=read-trace.d.ts.map