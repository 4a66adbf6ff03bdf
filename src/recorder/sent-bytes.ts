/**
 * The bytes that were sent in a turn, connection by connection, and the packets in them: what each of them is on the
 * wire. They are read where they are.
 */
import { crc32 } from '../../machines/index.ts';
import type { Source } from './line-buffer.ts';

const HAS_MORE = 0x80;
const LENGTH_BITS = 7;
const TYPE_SHIFT = 4;
const PUBLISH = 3;
const QOS_FLAGS = 0x06;
const PACKET_ID_BYTES = 2;
const NAME_LENGTH_BYTES = 2;
const INCOMPLETE = -1;

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

  #check(stretch: Stretch, version: number): void {
    const { bytes, at } = stretch;
    const body = bodyOf(stretch);
    this.#bytes = bytes;
    this.#start = at;
    this.length = lengthOf(stretch, body);
    const isPublish = (bytes[at] as number) >> TYPE_SHIFT === PUBLISH;
    const end = isPublish ? payloadAt(bytes, at, body, version) : at + this.length;
    this.crc = crc32(bytes, at, end) | 0;
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

/** The stretch that has the next packet in it as a whole, but for a payload that is not there. */
function wholePacket(waiting: Stretch[], first: Stretch): Stretch {
  let stretch = first;
  for (;;) {
    const body = bodyOf(stretch);
    if (body !== INCOMPLETE) {
      const end = stretch.at + lengthOf(stretch, body);
      if (end <= stretch.end || end === stretch.end + stretch.payloadBytes) return stretch;
    }
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

/** Where the fixed header ends. */
function bodyOf({ bytes, at, end }: Stretch): number {
  let body = at + 1;
  while (body < end && (bytes[body] as number) >= HAS_MORE) body++;
  return body < end ? body + 1 : INCOMPLETE;
}

function lengthOf({ bytes, at }: Stretch, body: number): number {
  return body - at + variableByteInteger(bytes, at + 1, body);
}

/** Behind Topic Name, Packet Identifier and Properties. */
function payloadAt(bytes: Buffer, start: number, body: number, version: number): number {
  let at = body + NAME_LENGTH_BYTES + bytes.readUInt16BE(body);
  if (((bytes[start] as number) & QOS_FLAGS) !== 0) at += PACKET_ID_BYTES;
  if (version !== 5) return at;
  let end = at;
  while ((bytes[end] as number) >= HAS_MORE) end++;
  end += 1;
  return end + variableByteInteger(bytes, at, end);
}

/** 5.0 section 1.5.5. */
function variableByteInteger(bytes: Buffer, start: number, end: number): number {
  let value = 0;
  for (let at = end - 1; at >= start; at--) {
    value = (value << LENGTH_BITS) | ((bytes[at] as number) & ~HAS_MORE);
  }
  return value;
}
