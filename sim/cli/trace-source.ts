/** A trace that a command reads, which says of every error in which file and line it is. */
import { TraceError } from '../../machines/index.ts';
import { InspectError } from '../inspect/inspect-error.ts';
import { readBlocks, readTrace, type TraceBlock, type TraceLines } from './read-trace.ts';
import { UserError } from './user-error.ts';

interface Part {
  readonly file: string;
  /** Lines of the parts before it. */
  readonly before: number;
}

export class TraceSource {
  readonly path: string;
  readonly #parts: Part[] = [];
  #lines = 0;

  /** @param path a file, a folder of a recording's parts, or - for standard input */
  constructor(path: string) {
    this.path = path;
  }

  /** As people call it. */
  get name(): string {
    return nameOf(this.path);
  }

  /** @throws UserError when there is nothing to read */
  async *read(): AsyncGenerator<TraceLines> {
    for await (const part of readTrace(this.path)) {
      this.#enter(part.file, this.#lines);
      this.#lines += part.lines.length;
      if (part.last) this.#lines += 1;
      yield part;
    }
  }

  /**
   * The same as bytes.
   * @param linesRead how many lines the reader has found in those before
   * @throws UserError when there is nothing to read
   */
  async *readBlocks(linesRead: () => number): AsyncGenerator<TraceBlock> {
    for await (const block of readBlocks(this.path)) {
      this.#enter(block.file, linesRead());
      yield block;
    }
  }

  #enter(file: string, before: number): void {
    if (file !== this.#parts.at(-1)?.file) this.#parts.push({ file, before });
  }

  /** The file, and the line of it. @param line of all parts together, from 1 */
  locate(line: number): { readonly file: string; readonly line: number } {
    const part = this.#parts.findLast(({ before }) => before < line);
    if (part === undefined) return { file: this.name, line };
    return { file: nameOf(part.file), line: line - part.before };
  }

  /** `day/trace-000002.jsonl: line 12`. */
  placeOf(line: number): string {
    const { file, line: local } = this.locate(line);
    return `${file}: line ${local}`;
  }

  /** What has gone wrong with the trace, as the user's to repair; anything else as it is. */
  blame(error: unknown): unknown {
    if (error instanceof TraceError) return new UserError(this.#inFile(error));
    return error instanceof InspectError ? new UserError(`${this.name}: ${error.message}`) : error;
  }

  #inFile({ line, message }: TraceError): string {
    const { file, line: local } = this.locate(line);
    const placed = message.replace(`line ${line}:`, `${file}: line ${local}:`);
    return placed.replace(`head -n ${line - 1} FILE`, `head -n ${local - 1} ${file}`);
  }
}

function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file;
}
