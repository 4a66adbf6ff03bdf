/** What commands write: results on standard output, and beside them on standard error. */
export declare function say(text: string): void;
/** One line of JSON, for programs. */
export declare function sayJson(value: object): void;
export declare function warn(text: string): void;
//# sourceMappingURL=output.d.ts.map