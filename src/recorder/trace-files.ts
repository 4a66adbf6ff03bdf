/**
 * Where the lines go: one file, or the files of a folder, one after another. Written in whole lines; when the disk
 * takes no more, what was written of a line is cut off again, so that the file ends with a whole record.
 */
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { TraceHeader } from '../../machines/index.ts';

const LINE_END = 0x0a;
const NAME = /^trace-(\d{6})\.jsonl$/;

export type Target =
  | { readonly file: string }
  | {
      readonly folder: string;
      /** A file is not begun anew before it has this size. */
      readonly fileSizeBytes: number;
      /** The oldest beyond that number are deleted; 0 keeps all. */
      readonly files: number;
    };

/** Number and time of a record. */
interface Last {
  readonly n: number;
  readonly t: number;
}

function partName(part: number): string {
  return `trace-${String(part).padStart(6, '0')}.jsonl`;
}

/** Numbers of the parts in a folder, ascending. */
function partsIn(folder: string): number[] {
  return readdirSync(folder)
    .flatMap((name) => NAME.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

export class TraceFiles {
  readonly #target: Target;
  readonly #header: TraceHeader;
  #fd: number;
  #fileBytes = 0;
  #part = 1;

  /** Throws when the first file cannot be made. A file that is there is not overwritten. */
  constructor(target: Target, header: TraceHeader) {
    this.#target = target;
    this.#header = header;
    if ('folder' in target) {
      mkdirSync(target.folder, { recursive: true });
      if (partsIn(target.folder).length > 0) {
        throw new Error(`${target.folder} has a recording in it; give an empty folder`);
      }
    }
    this.#fd = openSync(this.#path(), 'wx');
    this.#writeHeader(header);
  }

  /** Of the file that is being written. */
  get path(): string {
    return this.#path();
  }

  /** Whole lines, with their ends. */
  write(lines: Buffer): void {
    let at = 0;
    try {
      while (at < lines.length) at += writeSync(this.#fd, lines, at);
    } catch (error) {
      const lastEnd = at === 0 ? -1 : lines.lastIndexOf(LINE_END, at - 1);
      this.#cutTo(this.#fileBytes + lastEnd + 1);
      throw error;
    }
    this.#fileBytes += at;
  }

  /** Begins the next file if it is time. `last` is what was written last. */
  turn(last: Last): void {
    if (!('folder' in this.#target)) return;
    if (this.#fileBytes >= this.#target.fileSizeBytes) this.#nextFile(this.#target, last);
  }

  close(): void {
    closeSync(this.#fd);
  }

  #nextFile(
    { folder, files }: { readonly folder: string; readonly files: number },
    last: Last,
  ): void {
    closeSync(this.#fd);
    this.#part += 1;
    this.#fileBytes = 0;
    this.#fd = openSync(this.#path(), 'wx');
    this.#writeHeader({ ...this.#header, continues: { part: this.#part, ...last } });
    const old = this.#part - files;
    if (files > 0 && old > 0) unlinkSync(join(folder, partName(old)));
  }

  #path(): string {
    const target = this.#target;
    return 'file' in target ? target.file : join(target.folder, partName(this.#part));
  }

  #writeHeader(header: TraceHeader): void {
    this.write(Buffer.from(`${JSON.stringify(header)}\n`));
  }

  #cutTo(length: number): void {
    try {
      ftruncateSync(this.#fd, length);
    } catch {
      // A pipe or a device cannot be cut. Readers cope with half a last line.
    }
  }
}
