/** Counts the records of a trace, hashes it, and writes it in blocks, if there is a file. */
export declare class TraceFile {
    #private;
    records: number;
    /**
     * @param path undefined for none, - for standard output
     * @throws UserError when it cannot be written
     */
    constructor(path?: string);
    get hash(): string;
    write(line: string): void;
    close(): void;
}
/** The timeline of a run, for people. Made from the trace itself, so that both say the same. */
export declare class Drawing {
    #private;
    add(line: string): void;
    get text(): string;
}
//# sourceMappingURL=trace-file.d.ts.map