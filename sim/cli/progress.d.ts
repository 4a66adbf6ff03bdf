/** How far something long has got, on standard error: one line that changes on a terminal, one line a while elsewhere. */
export declare class Progress {
    #private;
    constructor(isWanted: boolean);
    get seconds(): number;
    at(steps: number, fraction: number | undefined): void;
    end(): void;
}
//# sourceMappingURL=progress.d.ts.map