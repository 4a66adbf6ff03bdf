/** An encoder that notes what the packets of a step are on the wire. */
import { crc32, type Packet, type ProtocolVersion } from '../../machines/index.ts';
import { Encoder } from '../codec/encoder.ts';

const START_PACKETS = 64;

export class RecordingEncoder extends Encoder {
  /**
   * Where length and CRC-32 of the next packet are to stand: in two words at `hole`, of which the first says until then
   * where the hole for the packet after it is. 0 is no hole: they are kept here.
   */
  words: Int32Array = new Int32Array(0);
  hole = 0;
  /** Length and CRC-32, as signed numbers, of the packets that were kept since the last `forget`. */
  kept = new Int32Array(2 * START_PACKETS);
  /** How many they are. */
  count = 0;
  #lastChunk: Uint8Array | undefined;
  #lastCrc = 0;

  override encode(packet: Packet, version: ProtocolVersion, chunks: Uint8Array[]): number {
    const at = chunks.length;
    const bytes = super.encode(packet, version, chunks);
    const chunk = chunks[at] as Uint8Array;
    const { hole, words } = this;
    if (hole === 0) {
      this.#keep(bytes, this.#check(chunk, packet, bytes));
      return bytes;
    }
    const next = words[hole] as number;
    this.hole = next;
    words[hole] = bytes;
    // Most chunks go to one subscriber, and to remember one costs a little too.
    words[hole + 1] =
      next === 0 && chunk !== this.#lastChunk
        ? crcOf(chunk, packet, bytes)
        : this.#check(chunk, packet, bytes);
    return bytes;
  }

  /** As if the packet had been sent. */
  measure(packet: Packet, version: ProtocolVersion): void {
    this.encode(packet, version, []);
  }

  forget(): void {
    this.count = 0;
  }

  /** A chunk that goes to many subscribers is checked once. */
  #check(chunk: Uint8Array, packet: Packet, bytes: number): number {
    if (chunk === this.#lastChunk) return this.#lastCrc;
    this.#lastChunk = chunk;
    this.#lastCrc = crcOf(chunk, packet, bytes);
    return this.#lastCrc;
  }

  #keep(bytes: number, crc: number): void {
    const index = 2 * this.count++;
    if (index === this.kept.length) {
      const { kept } = this;
      this.kept = new Int32Array(2 * kept.length);
      this.kept.set(kept);
    }
    this.kept[index] = bytes;
    this.kept[index + 1] = crc;
  }
}

function crcOf(chunk: Uint8Array, packet: Packet, bytes: number): number {
  const end = packet.type === 'PUBLISH' ? bytes - packet.message.payload.length : bytes;
  return crc32(chunk, 0, end) | 0;
}
