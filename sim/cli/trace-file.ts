/** Where the trace of a run goes: counted, hashed, written to a file, drawn. */
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { crc32 } from '../../machines/index.ts';
import { renderText } from '../render/text/text.ts';
import { TimelineReader } from '../render/timeline/timeline-reader.ts';
import { cannotWrite, STANDARD_OUTPUT } from './output.ts';

/** Lines are gathered to blocks of about this size before they are written. */
const BLOCK_LENGTH = 1 << 16;

/** Counts the records of a trace, hashes it, and writes it in blocks, if there is a file. */
export class TraceFile {
  records = -1;
  readonly #file: number | typeof STANDARD_OUTPUT | undefined;
  #crc = 0;
  #block = '';

  /**
   * @param path undefined for none, - for standard output
   * @throws UserError when it cannot be written
   */
  constructor(path?: string) {
    if (path !== undefined) this.#file = path === STANDARD_OUTPUT ? path : open(path);
  }

  get hash(): string {
    return this.#crc.toString(16).padStart(8, '0');
  }

  write(line: string): void {
    // The header is not counted.
    this.records += 1;
    this.#crc = crc32(Buffer.from(`${this.hash}${line}`));
    if (this.#file === undefined) return;
    this.#block += `${line}\n`;
    if (this.#block.length >= BLOCK_LENGTH) this.#flush();
  }

  close(): void {
    this.#flush();
    if (typeof this.#file === 'number') closeSync(this.#file);
  }

  #flush(): void {
    if (this.#file === undefined || this.#block === '') return;
    const block = this.#block;
    this.#block = '';
    if (this.#file === STANDARD_OUTPUT) process.stdout.write(block);
    else writeAll(this.#file, block);
  }
}

function open(path: string): number {
  try {
    return openSync(path, 'w');
  } catch (error) {
    throw cannotWrite('--out', error);
  }
}

/** To the last byte: a disk that is nearly full takes a part of a single write, and says nothing. */
function writeAll(file: number, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw cannotWrite('--out', error);
  }
}

/** The timeline of a run, for people. Made from the trace itself, so that both say the same. */
export class Drawing {
  readonly #reader = new TimelineReader();

  add(line: string): void {
    this.#reader.read(line);
  }

  get text(): string {
    const { timeline } = this.#reader;
    if (timeline === undefined) return '';
    const width = process.stdout.columns ?? 120;
    return renderText(timeline, { width, sentences: false }).trimEnd();
  }
}
