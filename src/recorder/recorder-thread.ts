/** The thread that writes a trace. Ends when the broker closes the recording, or when nothing can be written. */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { TraceHeader } from '../../machines/index.ts';
import { BlockReader, type SharedBlocks } from './blocks.ts';
import { LineMaker } from './line-maker.ts';
import { payloadText } from './payload-text.ts';
import { Spill } from './spill.ts';
import { type Target, TraceFiles } from './trace-files.ts';

/** When more than this part of the memory waits, the rest is put aside on disk. */
const WAITING_PART = 1 / 4;
const LOW_PRIORITY = 10;
/**
 * After each write. Whoever waits for the processor meanwhile gets it now, and not when a whole slice is over. The more
 * waits in memory the shorter they are, so that it is never much.
 */
const NAP_MS = 0.2;
const SHORT_NAP_MS = 0.05;

export interface ThreadData {
  readonly blocks: SharedBlocks;
  readonly target: Target;
  readonly backlogBytes: number;
  readonly header: TraceHeader;
  readonly hashKey: Uint8Array;
}

/** What the thread has to say. */
export type Report =
  | { readonly type: 'opened' }
  | { readonly type: 'failed'; readonly reason: string; readonly records: number };

/**
 * Blocks of the broker first: it must never wait for lines. In the order in which they were sealed all the same. Where
 * the disk may hold no more, they stay in memory, and when that is full too the broker hears of it.
 */
function writeAll(reader: BlockReader, spill: Spill, write: (bytes: Uint8Array) => void): void {
  const direct = directBlocks(reader);
  let isHurrying = false;
  for (;;) {
    if (reader.isClosed && !isHurrying) {
      // Nobody is served any more whom it could be in the way of, and somebody waits for the end.
      setOwnPriority(0);
      isHurrying = true;
    }
    if (reader.waiting > direct && spill.hasRoom && !isHurrying) {
      reader.readNext((bytes) => spill.push(bytes));
    } else if (!spill.isEmpty) write(spill.shift());
    else if (reader.waiting > 0) reader.readNext(write);
    else if (!reader.wait()) break;
  }
  spill.close();
}

/** Blocks that may wait in memory while there is room on disk. */
function directBlocks({ count }: BlockReader): number {
  return Math.max(1, Math.floor(count * WAITING_PART));
}

function napMs(reader: BlockReader, spill: Spill): number {
  if (!spill.hasRoom) return 0;
  return Math.max(SHORT_NAP_MS, NAP_MS * (1 - reader.waiting / directBlocks(reader)));
}

/** The broker and its clients come first. On Linux this is the priority of the calling thread alone. */
function setOwnPriority(priority: number): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, priority);
  } catch {
    // It is a courtesy; a system that does not allow it gets the trace all the same.
  }
}

function write(
  { blocks, target, backlogBytes, header, hashKey }: ThreadData,
  port: { postMessage(report: Report): void },
) {
  const reader = new BlockReader(blocks);
  let maker: LineMaker | undefined;
  setOwnPriority(LOW_PRIORITY);
  try {
    const files = new TraceFiles(target, header);
    port.postMessage({ type: 'opened' });
    const { payloads, options } = header;
    const payload = payloadText(payloads, hashKey);
    const spill = new Spill(`${files.path}.waiting`, backlogBytes);
    const lines = new LineMaker(options.maximumPacketSizeBytes, payloads, payload, (bytes) => {
      files.write(bytes);
      files.turn(lines.last);
      reader.progress();
      reader.nap(napMs(reader, spill));
    });
    maker = lines;
    writeAll(reader, spill, (bytes) => lines.read(bytes));
    files.close();
    reader.stop();
  } catch (error) {
    reader.stop();
    const reason = error instanceof Error ? error.message : String(error);
    port.postMessage({ type: 'failed', reason, records: maker?.last.n ?? 0 });
  }
}

if (parentPort !== null) write(workerData as ThreadData, parentPort);
