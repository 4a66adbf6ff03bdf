/** A trace that a command reads, which says of every error in which file and line it is. */
import { TraceError } from '../../machines/index.js';
import { InspectError } from '../inspect/inspect-error.js';
import { readTrace } from './read-trace.js';
import { UserError } from './user-error.js';
export class TraceSource {
    path;
    #parts = [];
    #lines = 0;
    /** @param path a file, a folder of a recording's parts, or - for standard input */
    constructor(path) {
        this.path = path;
    }
    /** As people call it. */
    get name() {
        return nameOf(this.path);
    }
    /** @throws UserError when there is nothing to read */
    async *read() {
        for await (const part of readTrace(this.path)) {
            if (part.file !== this.#parts.at(-1)?.file) {
                this.#parts.push({ file: part.file, before: this.#lines });
            }
            this.#lines += part.lines.length;
            if (part.last)
                this.#lines += 1;
            yield part;
        }
    }
    /** The file, and the line of it. @param line of all parts together, from 1 */
    locate(line) {
        const part = this.#parts.findLast(({ before }) => before < line);
        if (part === undefined)
            return { file: this.name, line };
        return { file: nameOf(part.file), line: line - part.before };
    }
    /** `day/trace-000002.jsonl: line 12`. */
    placeOf(line) {
        const { file, line: local } = this.locate(line);
        return `${file}: line ${local}`;
    }
    /** What has gone wrong with the trace, as the user's to repair; anything else as it is. */
    blame(error) {
        if (error instanceof TraceError)
            return new UserError(this.#inFile(error));
        return error instanceof InspectError ? new UserError(`${this.name}: ${error.message}`) : error;
    }
    #inFile({ line, message }) {
        const { file, line: local } = this.locate(line);
        const placed = message.replace(`line ${line}:`, `${file}: line ${local}:`);
        return placed.replace(`head -n ${line - 1} FILE`, `head -n ${local - 1} ${file}`);
    }
}
function nameOf(file) {
    return file === '-' ? 'standard input' : file;
}
//# sourceMappingURL=trace-source.js.map