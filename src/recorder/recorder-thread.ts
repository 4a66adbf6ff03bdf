/** The thread that writes a trace. Ends when the broker closes the recording, or when nothing can be written. */
import { parentPort, workerData } from 'node:worker_threads';
import type { PayloadMode, TraceHeader } from '../../machines/index.ts';
import { BlockReader, type SharedBlocks } from './blocks.ts';
import { LineMaker } from './line-maker.ts';
import { payloadText } from './payload-text.ts';
import { type Target, TraceFiles } from './trace-files.ts';

export interface ThreadData {
  readonly blocks: SharedBlocks;
  readonly target: Target;
  readonly header: TraceHeader;
  readonly hashKey: Uint8Array;
}

/** What the thread has to say. */
export type Report =
  | { readonly type: 'opened' }
  | { readonly type: 'failed'; readonly reason: string; readonly records: number };

function write(
  { blocks, target, header, hashKey }: ThreadData,
  port: { postMessage(report: Report): void },
) {
  const reader = new BlockReader(blocks);
  let maker: LineMaker | undefined;
  try {
    const files = new TraceFiles(target, header);
    port.postMessage({ type: 'opened' });
    const payload = payloadText(header.payloads as PayloadMode, hashKey);
    const lines = new LineMaker(header.options.maximumPacketSizeBytes, payload, (line) =>
      files.line(line),
    );
    maker = lines;
    reader.readAll((words, bytes) => {
      lines.read(words, bytes);
      files.flush(lines.last);
    });
    files.close();
  } catch (error) {
    reader.stop();
    const reason = error instanceof Error ? error.message : String(error);
    port.postMessage({ type: 'failed', reason, records: maker?.last.n ?? 0 });
  }
}

if (parentPort !== null) write(workerData as ThreadData, parentPort);
