/** What commands write: results on standard output, and beside them on standard error. */
export function say(text) {
    process.stdout.write(`${text}\n`);
}
/** One line of JSON, for programs. */
export function sayJson(value) {
    say(JSON.stringify(value));
}
export function warn(text) {
    process.stderr.write(`lifeline: ${text}\n`);
}
//# sourceMappingURL=output.js.map