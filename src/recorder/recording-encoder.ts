/** An encoder that remembers, until it is asked, what each packet was on the wire. */
import { crc32, type Packet, type ProtocolVersion, type Wire } from '../../machines/index.ts';
import { Encoder } from '../codec/encoder.ts';

export class RecordingEncoder extends Encoder {
  // Used over and over: only the first `count` are of this step.
  readonly #packets: (Packet | undefined)[] = [];
  readonly #bytes: number[] = [];
  readonly #crcs: number[] = [];
  #count = 0;
  #next = 0;
  #lastChunk: Uint8Array | undefined;
  #lastCrc = 0;

  /** Of the packet taken last. */
  bytes = 0;
  crc32 = 0;

  override encode(packet: Packet, version: ProtocolVersion, chunks: Uint8Array[]): number {
    const at = chunks.length;
    const bytes = super.encode(packet, version, chunks);
    const index = this.#count++;
    this.#packets[index] = packet;
    this.#bytes[index] = bytes;
    this.#crcs[index] = this.#crcOf(chunks[at] as Uint8Array, packet, bytes);
    return bytes;
  }

  /** Sets `bytes` and `crc32` for the next packet of the step: as it was sent, or as it would have been. */
  take(packet: Packet, version: ProtocolVersion): void {
    if (this.#next >= this.#count || this.#packets[this.#next] !== packet) {
      // Its connection had ended meanwhile, so nobody wrote it.
      const chunks: Uint8Array[] = [];
      this.bytes = super.encode(packet, version, chunks);
      this.crc32 = this.#crcOf(chunks[0] as Uint8Array, packet, this.bytes);
      return;
    }
    this.bytes = this.#bytes[this.#next] as number;
    this.crc32 = this.#crcs[this.#next] as number;
    this.#next += 1;
  }

  /** The step is written down. */
  forget(): void {
    this.#count = 0;
    this.#next = 0;
  }

  get wire(): Wire {
    return { bytes: this.bytes, crc32: this.crc32 };
  }

  /** A chunk that goes to many subscribers is checked once. */
  #crcOf(chunk: Uint8Array, packet: Packet, bytes: number): number {
    if (chunk === this.#lastChunk) return this.#lastCrc;
    const end = packet.type === 'PUBLISH' ? bytes - packet.message.payload.length : bytes;
    this.#lastChunk = chunk;
    this.#lastCrc = crc32(chunk, 0, end);
    return this.#lastCrc;
  }
}
