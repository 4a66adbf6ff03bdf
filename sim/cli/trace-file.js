/** Where the trace of a run goes: counted, hashed, written to a file, drawn. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { crc32 } from '../../machines/index.js';
import { renderText } from '../render/text/text.js';
import { TimelineBuilder } from '../render/timeline/builder.js';
import { RecordReader } from '../render/timeline/record-reader.js';
import { UserError } from './user-error.js';
/** Lines are gathered to blocks of about this size before they are written. */
const BLOCK_LENGTH = 1 << 16;
const STANDARD_OUTPUT = 1;
/** Counts the records of a trace, hashes it, and writes it in blocks, if there is a file. */
export class TraceFile {
    records = -1;
    #file;
    #crc = 0;
    #block = '';
    /**
     * @param path undefined for none, - for standard output
     * @throws UserError when it cannot be written
     */
    constructor(path) {
        if (path !== undefined)
            this.#file = path === '-' ? STANDARD_OUTPUT : open(path);
    }
    get hash() {
        return this.#crc.toString(16).padStart(8, '0');
    }
    write(line) {
        // The header is not counted.
        this.records += 1;
        this.#crc = crc32(Buffer.from(`${this.hash}${line}`));
        if (this.#file === undefined)
            return;
        this.#block += `${line}\n`;
        if (this.#block.length >= BLOCK_LENGTH)
            this.#flush();
    }
    close() {
        this.#flush();
        if (this.#file !== undefined && this.#file !== STANDARD_OUTPUT)
            closeSync(this.#file);
    }
    #flush() {
        if (this.#file === undefined || this.#block === '')
            return;
        writeSync(this.#file, this.#block);
        this.#block = '';
    }
}
function open(path) {
    try {
        return openSync(path, 'w');
    }
    catch (error) {
        throw new UserError(`--out has to be a file that can be written: ${error.message}`);
    }
}
/** The timeline of a run, for people. Made from the trace itself, so that both say the same. */
export class Drawing {
    #reader = new RecordReader();
    #builder;
    add(line) {
        const record = this.#reader.read(line);
        const { header } = this.#reader;
        if (header !== undefined)
            this.#builder ??= new TimelineBuilder(header);
        if (record !== undefined)
            this.#builder?.add(record);
    }
    get text() {
        if (this.#builder === undefined)
            return '';
        const width = process.stdout.columns ?? 120;
        return renderText(this.#builder.timeline, { width, sentences: false }).trimEnd();
    }
}
//# sourceMappingURL=trace-file.js.map