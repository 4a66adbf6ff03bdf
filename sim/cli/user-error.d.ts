/** What is the user's to repair, or to know: told in one line, without a stack. */
export declare class UserError extends Error {
    readonly name = "UserError";
    /** 1: what was to be checked is not so. 2: wrong flags or file. */
    readonly exitCode: 1 | 2;
    constructor(message: string, exitCode?: 1 | 2);
}
//# sourceMappingURL=user-error.d.ts.map