/** What is the user's to repair, or to know: told in one line, without a stack. */
export class UserError extends Error {
    name = 'UserError';
    /** 1: what was to be checked is not so. 2: wrong flags or file. */
    exitCode;
    constructor(message, exitCode = 2) {
        super(message);
        this.exitCode = exitCode;
    }
}
//# sourceMappingURL=user-error.js.map