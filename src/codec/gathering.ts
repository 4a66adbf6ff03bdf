/**
 * The bytes of one packet that spans chunks. Grows by doubling up to the packet's size: a client that drips bytes costs
 * what it has sent, and one that announces a large packet gets no memory for the announcement.
 */
const INITIAL_BYTES = 64;

export class Gathering {
  bytes: Buffer = Buffer.allocUnsafe(INITIAL_BYTES);
  length = 0;

  /** Takes up to `count` bytes of `chunk` from `start`; returns how many. `totalBytes` bounds the growth. */
  append(chunk: Buffer, start: number, count: number, totalBytes: number): number {
    const taken = Math.min(count, chunk.length - start);
    const needed = this.length + taken;
    if (needed > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, Math.min(totalBytes, 2 * needed)));
      this.bytes.copy(larger, 0, 0, this.length);
      this.bytes = larger;
    }
    chunk.copy(this.bytes, this.length, start, start + taken);
    this.length = needed;
    return taken;
  }
}
