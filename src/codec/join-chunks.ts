/** Packets as the encoder has left them, put together for writing: what is small is joined, a large payload is not. */
import { type Frame, readFrame } from './frame.ts';
import { LARGE_CHUNK_BYTES } from './write-publish.ts';

const frame: Frame = { headerBytes: 0, totalBytes: 0 };

/** @param take given the bytes in their order, and whether they are the payload of the PUBLISH that ended before */
export function joinChunks(
  chunks: readonly Uint8Array[],
  take: (bytes: Uint8Array, isPayload: boolean) => void,
): void {
  let from = 0;
  // Of the chunk before, which is a whole packet, or a head, if it is no payload.
  let wasPayload = true;
  for (let index = 0; index <= chunks.length; index++) {
    const chunk = chunks[index];
    if (chunk !== undefined && chunk.length < LARGE_CHUNK_BYTES) {
      wasPayload = false;
      continue;
    }
    if (index - from === 1) take(chunks[from] as Uint8Array, false);
    else if (index > from) take(Buffer.concat(chunks.slice(from, index)), false);
    if (chunk === undefined) return;
    wasPayload = !wasPayload && isHead(chunks[index - 1] as Uint8Array);
    take(chunk, wasPayload);
    from = index + 1;
  }
}

function isHead(chunk: Uint8Array): boolean {
  readFrame(chunk, 0, chunk.length, frame);
  return frame.totalBytes > chunk.length;
}
