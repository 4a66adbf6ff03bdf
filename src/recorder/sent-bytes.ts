/**
 * The bytes that were sent in a turn, connection by connection, and the packets in them: what each of them is on the
 * wire. They are read where they are.
 */
import { crc32 } from '../../machines/index.ts';
import { Cursor } from '../codec/cursor.ts';
import { type Frame, PacketNumber, readFrame } from '../codec/frame.ts';
import type { Source } from './line-buffer.ts';

const TYPE_SHIFT = 4;
const QOS_FLAGS = 0x06;

/** Of the packet that is looked at; and what reads further in it. */
const frame: Frame = { headerBytes: 0, totalBytes: 0 };
const cursor = new Cursor();

/** Bytes in a row, and how long a payload is that followed them and is not there. */
interface Stretch {
  bytes: Buffer;
  at: number;
  end: number;
  payloadBytes: number;
}

export class SentBytes {
  readonly #stretches = new Map<number, Stretch[]>();
  #last: Stretch = { bytes: Buffer.alloc(0), at: 0, end: 0, payloadBytes: 0 };
  #lastStart = 0;
  /** Whose packets are asked for. */
  #connection = 0;
  #waiting: Stretch[] | undefined;
  // The packet that was asked for last: where it began,
  #bytes: Buffer = this.#last.bytes;
  #start = -1;
  /** and its length, and CRC-32 as a signed number: of all, or of what comes before the payload of a PUBLISH. */
  length = 0;
  crc = 0;

  sent(connection: number, { bytes }: Source, at: number, length: number): void {
    this.#lastStart = at;
    this.#last = { bytes, at, end: at + length, payloadBytes: 0 };
    this.#add(connection, this.#last);
  }

  again(connection: number): void {
    const { bytes, end } = this.#last;
    this.#add(connection, { bytes, at: this.#lastStart, end, payloadBytes: 0 });
  }

  payload(connection: number, length: number): void {
    const last = this.#stretches.get(connection)?.at(-1);
    if (last === undefined) throw new Error(`a payload without its packet, for ${connection}`);
    last.payloadBytes = length;
  }

  /** Finds the connection's next packet. */
  next(connection: number, version: number): void {
    if (connection !== this.#connection || this.#waiting === undefined) {
      this.#connection = connection;
      this.#waiting = this.#stretches.get(connection);
    }
    const waiting = this.#waiting;
    let stretch = waiting?.[0];
    if (waiting === undefined || stretch === undefined) {
      throw new Error(`a packet without its bytes, for ${connection}`);
    }
    // A chunk that goes to many subscribers is checked once.
    if (stretch.at !== this.#start || stretch.bytes !== this.#bytes) {
      stretch = wholePacket(waiting, stretch);
      this.#check(stretch, version);
    }
    take(stretch, this.length);
    if (stretch.at === stretch.end) this.#leave(waiting);
  }

  /** The turn is over. */
  end(): void {
    const [connection] = this.#stretches.keys();
    if (connection !== undefined)
      throw new Error(`bytes that no step transmits, for ${connection}`);
    this.clear();
  }

  clear(): void {
    this.#stretches.clear();
    this.#waiting = undefined;
    this.#start = -1;
  }

  /** A packet whose fixed header has been read. */
  #check({ bytes, at, end }: Stretch, version: number): void {
    this.#bytes = bytes;
    this.#start = at;
    this.length = frame.totalBytes;
    const isPublish = (bytes[at] as number) >> TYPE_SHIFT === PacketNumber.PUBLISH;
    const checkedEnd = isPublish ? payloadAt(bytes, at, end, version) : at + this.length;
    this.crc = crc32(bytes, at, checkedEnd) | 0;
  }

  #leave(waiting: Stretch[]): void {
    waiting.shift();
    if (waiting.length > 0) return;
    this.#stretches.delete(this.#connection);
    this.#waiting = undefined;
  }

  #add(connection: number, stretch: Stretch): void {
    const stretches = this.#stretches.get(connection);
    if (stretches === undefined) this.#stretches.set(connection, [stretch]);
    else stretches.push(stretch);
  }
}

/** The stretch that has the next packet in it as a whole, but for a payload that is not there. Its frame is read. */
function wholePacket(waiting: Stretch[], first: Stretch): Stretch {
  let stretch = first;
  for (;;) {
    readFrame(stretch.bytes, stretch.at, stretch.end, frame);
    const end = stretch.at + frame.totalBytes;
    const isThere = end <= stretch.end || end === stretch.end + stretch.payloadBytes;
    if (frame.totalBytes > 0 && isThere) return stretch;
    const next = waiting[1];
    if (stretch.payloadBytes > 0 || next === undefined) throw new Error('half a packet was sent');
    stretch = join(stretch, next);
    waiting.splice(0, 2, stretch);
  }
}

/** What does not fit into a block has been cut anywhere. */
function join(first: Stretch, second: Stretch): Stretch {
  const bytes = Buffer.concat([
    first.bytes.subarray(first.at, first.end),
    second.bytes.subarray(second.at, second.end),
  ]);
  return { bytes, at: 0, end: bytes.length, payloadBytes: second.payloadBytes };
}

function take(stretch: Stretch, length: number): void {
  stretch.at += length;
  if (stretch.at <= stretch.end) return;
  stretch.at = stretch.end;
  stretch.payloadBytes = 0;
}

/** Behind Topic Name, Packet Identifier and Properties. */
function payloadAt(bytes: Buffer, start: number, end: number, version: number): number {
  cursor.set(bytes, start + frame.headerBytes, end);
  // Not read: that would make a Buffer for each.
  const nameBytes = cursor.uint16();
  cursor.at += nameBytes;
  if (((bytes[start] as number) & QOS_FLAGS) !== 0) cursor.uint16();
  const propertiesBytes = version === 5 ? cursor.variableByteInteger() : 0;
  return cursor.at + propertiesBytes;
}
