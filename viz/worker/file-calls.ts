/** Calls that open a trace from a file. It is read piece by piece, and between the pieces other calls are answered. */
import { chartsHash, TraceError } from '../../machines/index.ts';
import type { LadderColumns } from '../ladder/columns.ts';
import type { OpenedFile, ReadSoFar } from '../protocol.ts';
import { ReadTrace } from './read-trace.ts';
import { addRun } from './runs.ts';

/** A piece is parsed in a few frames. */
const PIECE_BYTES = 1_048_576;
/** The first are smaller, so that there is soon something to see. */
const FIRST_PIECE_BYTES = 131_072;

interface Reading {
  readonly trace: ReadTrace;
  bytes: number;
  isGivenUp: boolean;
}

/** By the number that the page has given them. */
const readings = new Map<number, Reading>();

export const fileCalls = {
  /**
   * A trace as the recorder writes it, packed with gzip or not.
   * @param reading a number of the caller's, to ask how far it is
   * What comes before a damaged line, or before the place where the file breaks off, is opened all the same.
   * @throws TraceError that names the line where no record can be read, and InspectError for an empty file
   */
  async readFile({ reading: number, file }: { reading: number; file: File }): Promise<OpenedFile> {
    const reading: Reading = { trace: new ReadTrace(), bytes: 0, isGivenUp: false };
    readings.set(number, reading);
    try {
      const problem = await readAsFarAsItGoes(reading, file);
      const { name } = file;
      const law = lawOf(reading.trace);
      const about = problem || law || 'A trace from a file. It has not left this browser.';
      const is = { source: { kind: 'file', name } as const, name, title: name, about };
      return { opened: addRun(reading.trace, is), problem: problem || law };
    } finally {
      readings.delete(number);
    }
  },

  /** Undefined when nobody reads under that number, or nothing is known yet. */
  readSoFar({ reading: number }: { reading: number }): ReadSoFar | undefined {
    const reading = readings.get(number);
    if (reading === undefined || reading.trace.count === 0) return undefined;
    return { records: reading.trace.count, bytes: reading.bytes };
  },

  columnsSoFar({ reading: number }: { reading: number }): LadderColumns | undefined {
    const reading = readings.get(number);
    return reading === undefined || reading.trace.count === 0 ? undefined : reading.trace.columns();
  },

  giveUp({ reading: number }: { reading: number }): void {
    const reading = readings.get(number);
    if (reading !== undefined) reading.isGivenUp = true;
  },
};

/** @returns what is wrong with the rest of it; empty when nothing is */
async function readAsFarAsItGoes(reading: Reading, file: File): Promise<string> {
  try {
    return await read(reading, file);
  } catch (error) {
    const { count } = reading.trace;
    if (count === 0 || reading.isGivenUp) throw error;
    const records = count === 1 ? '1 record' : `${count} records`;
    return `${wrongIn(error)}\nWhat stands before can be looked at: ${records}.`;
  }
}

/** @returns what is to be said of it; empty when it is the law that is in force here */
function lawOf({ intake: { header } }: ReadTrace): string {
  const { charts } = header;
  return charts === chartsHash()
    ? ''
    : `It was recorded under another law (charts ${charts}; here they are ${chartsHash()}): what is said here to have been held and why may not be what that broker did.`;
}

/** An archive that breaks off says so in words of the browser's. */
function wrongIn(error: unknown): string {
  if (error instanceof TraceError) return error.message;
  return `The file is damaged or breaks off (${(error as Error).message}).`;
}

/** @returns what is to be said about its end; empty when there is nothing */
async function read(reading: Reading, file: File): Promise<string> {
  const { intake } = reading.trace;
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of await piecesOf(file)) {
    if (reading.isGivenUp) throw new RangeError(`${file.name} was not read to its end`);
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) intake.add(line);
    reading.bytes += piece.length;
  }
  return intake.addLast(rest + decoder.decode());
}

async function piecesOf(file: File): Promise<AsyncIterable<Uint8Array>> {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isPacked = head[0] === 0x1f && head[1] === 0x8b;
  return isPacked ? unpacked(file) : slices(file);
}

/** A stream would come in much smaller pieces. */
async function* slices(file: File): AsyncGenerator<Uint8Array> {
  for (let from = 0, size = FIRST_PIECE_BYTES; from < file.size; from += size, size = PIECE_BYTES) {
    yield new Uint8Array(await file.slice(from, from + size).arrayBuffer());
  }
}

async function* unpacked(file: File): AsyncGenerator<Uint8Array> {
  const reader = file.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    yield value;
  }
}
