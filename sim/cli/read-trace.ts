/** The lines of a trace from a file, a folder of parts, or standard input; packed with gzip or not. */
import {
  closeSync,
  createReadStream,
  existsSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UserError } from './user-error.ts';

const CHUNK_BYTES = 262_144;
const LINE_END = 0x0a;
const GZIP = [0x1f, 0x8b];
const PART = /^trace-\d+\.jsonl(\.gz)?$/;
/** What captures of packets begin with. */
const CAPTURES = ['d4c3b2a1', 'a1b2c3d4', '4d3cb2a1', 'a1b23c4d', '0a0d0d0a'];

interface TracePart {
  /** Which file it is from; - for standard input. */
  readonly file: string;
  /** What stands after the last line end, at the end of a file. */
  readonly last: string | undefined;
  /** How much of all files has been read, 0 to 1; undefined where that is not known. */
  readonly fraction: number | undefined;
}

export interface TraceLines extends TracePart {
  /** Whole lines, without their ends; many at a time, because handing over each would cost as much as reading it. */
  readonly lines: readonly string[];
}

export interface TraceBlock extends TracePart {
  /** Whole lines, with their ends; there until the next block is asked for. */
  readonly bytes: Buffer;
}

/** @throws UserError when there is nothing to read */
function traceFiles(path: string): string[] {
  if (path === '-') return [path];
  if (!existsSync(path)) throw new UserError(`there is no file or folder ${path}`);
  if (!statSync(path).isDirectory()) return [path];
  const parts = readdirSync(path).filter((name) => PART.test(name));
  if (parts.length === 0) {
    throw new UserError(`${path} has no recording in it: no trace-000001.jsonl`);
  }
  return parts.sort().map((name) => join(path, name));
}

/** All lines of all files, which follow each other as if they were one. */
export async function* readTrace(path: string): AsyncGenerator<TraceLines> {
  for await (const { bytes, ...rest } of readBlocks(path)) {
    yield { ...rest, lines: bytes.toString('utf8').split('\n').slice(0, -1) };
  }
}

/** The same for those who find the lines by themselves. */
export async function* readBlocks(path: string): AsyncGenerator<TraceBlock> {
  try {
    yield* blocksIn(path);
  } catch (error) {
    throw isOfSystem(error) ? new UserError(`${path} cannot be read: ${error.message}`) : error;
  }
}

/** `EACCES: permission denied, open 'a.jsonl'` and its like. */
function isOfSystem(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

async function* blocksIn(path: string): AsyncGenerator<TraceBlock> {
  const files = traceFiles(path);
  const total = path === '-' ? 0 : files.reduce((sum, file) => sum + statSync(file).size, 0);
  let read = 0;
  const count = (bytes: number) => {
    read += bytes;
  };
  for (const file of files) {
    for await (const block of blocksOf(chunksOf(file, count))) {
      yield { file, fraction: total === 0 ? undefined : read / total, ...block };
    }
  }
}

type Chunks = AsyncIterable<Buffer> | Iterable<Buffer>;

/** @param count is told how many bytes have been read */
function chunksOf(file: string, count: (bytes: number) => void): Chunks {
  if (file === '-') return streamChunks(process.stdin, file, count);
  if (statSync(file).isFile() && !isPacked(headOf(file), file)) return fileChunks(file, count);
  const stream = createReadStream(file, { highWaterMark: CHUNK_BYTES });
  return streamChunks(stream, file, count);
}

function headOf(file: string): Buffer {
  for (const chunk of fileChunks(file, () => undefined)) return chunk;
  return Buffer.alloc(0);
}

/** Read when they are asked for, all into one piece of memory: to have them read ahead costs more than it saves. */
function* fileChunks(file: string, count: (bytes: number) => void): Generator<Buffer> {
  const descriptor = openSync(file, 'r');
  try {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    for (;;) {
      const length = readSync(descriptor, buffer);
      if (length === 0) return;
      count(length);
      yield buffer.subarray(0, length);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Nothing of a chunk is copied but the line in the middle of which it ends. */
async function* blocksOf(chunks: Chunks): AsyncGenerator<Pick<TraceBlock, 'bytes' | 'last'>> {
  let rest: Buffer[] = [];
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LINE_END) + 1;
    let start = 0;
    if (rest.length > 0 && end > 0) {
      start = chunk.indexOf(LINE_END) + 1;
      yield { bytes: Buffer.concat([...rest, chunk.subarray(0, start)]), last: undefined };
      rest = [];
    }
    if (start < end) yield { bytes: chunk.subarray(start, end), last: undefined };
    if (end < chunk.length) rest.push(Buffer.from(chunk.subarray(end)));
  }
  yield { bytes: Buffer.alloc(0), last: Buffer.concat(rest).toString('utf8') };
}

/** Looks at the first bytes, and puts what unpacks in between. */
async function* streamChunks(
  source: Readable,
  file: string,
  count: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  source.on('data', (chunk: Buffer | string) => count(chunk.length));
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await chunks.next();
  const head: Buffer = first.done === true ? Buffer.alloc(0) : first.value;
  const all = again(head, chunks);
  if (!isPacked(head, file)) {
    yield* all;
    return;
  }
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  void feed(all, gunzip);
  yield* readable(gunzip, file);
}

/** By gzip. @throws UserError for what is no trace at all */
function isPacked(head: Buffer, file: string): boolean {
  if (CAPTURES.includes(head.subarray(0, 4).toString('hex'))) {
    throw new UserError(
      `${file} is a capture of packets (pcap), not a trace: it can be checked, not replayed`,
    );
  }
  return head[0] === GZIP[0] && head[1] === GZIP[1];
}

async function* again(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

async function feed(
  chunks: AsyncIterable<Buffer>,
  gunzip: ReturnType<typeof createGunzip>,
): Promise<void> {
  try {
    for await (const chunk of chunks) {
      if (gunzip.write(chunk)) continue;
      await new Promise((resolve) => gunzip.once('drain', resolve));
    }
    gunzip.end();
  } catch (error) {
    gunzip.destroy(error as Error);
  }
}

/** A packed file that was cut off gives what it has. */
async function* readable(gunzip: Readable, file: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of gunzip) yield chunk as Buffer;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'Z_BUF_ERROR') throw new UserError(`${file} cannot be unpacked: ${message}`);
  }
}
