/**
 * Bytes of one Network Connection in, MQTT Control Packets out.
 *
 *     decoder.push(chunk);
 *     for (let item = decoder.next(); item !== undefined; item = decoder.next()) …
 *
 * Packets may begin and end anywhere in the chunks. One that lies within a chunk is read where it is; one that spans
 * chunks is gathered first. What is too large or begins wrongly is told from its fixed header, before it is gathered.
 *
 * Read by our own readers and not by mqtt-packet, which accepts a good deal that the standard forbids (ill-formed
 * UTF-8, U+0000, bytes behind the end, packet identifier 0, repeated properties), refuses an AUTH without a body, and
 * takes several times as long. Tests hold the two against each other.
 */
import { type Clause, clausesOf, type Packet, ReasonCode } from '../../machines/index.ts';
import { Cursor } from './cursor.ts';
import {
  checkFirstByte,
  checkSize,
  FIXED_HEADER_MAXIMUM_BYTES,
  type Frame,
  PacketNumber,
  readFrame,
} from './frame.ts';
import { Gathering } from './gathering.ts';
import { MALFORMED, MalformedError } from './malformed.ts';
import { readConnect } from './read-connect.ts';
import { readAuth, readDisconnect, readPingreq } from './read-others.ts';
import { readAck, readPublish } from './read-publish.ts';
import { readSubscribe, readUnsubscribe } from './read-subscribe.ts';

/** The stream cannot be followed any further. */
export interface MalformedBytes {
  readonly type: 'malformed';
  readonly reasonCode: number;
  /** What was wrong, for people. */
  readonly detail: string;
  /** The statements that were broken, of the version that CONNECT has named; of all before that. */
  readonly clauses: readonly Clause[];
}

const NOTHING = Buffer.alloc(0);
/** Before CONNECT has told: enough to recognise what has no business there. */
const VERSION_UNTIL_CONNECT = 4;

export class Decoder {
  readonly #maximumPacketSizeBytes: number;
  readonly #cursor = new Cursor();
  readonly #frame: Frame = { headerBytes: 0, totalBytes: 0 };
  #chunk: Buffer = NOTHING;
  #at = 0;
  #gathering: Gathering | undefined;
  #isMalformed = false;

  constructor(maximumPacketSizeBytes: number) {
    this.#maximumPacketSizeBytes = maximumPacketSizeBytes;
  }

  /** Takes the next bytes, once `next` has returned undefined for those before. The decoder keeps them. */
  push(chunk: Buffer): void {
    this.#chunk = chunk;
    this.#at = 0;
  }

  /** The next packet; undefined when more bytes are needed, and for ever after `malformed`. */
  next(): Packet | MalformedBytes | undefined {
    if (this.#isMalformed) return undefined;
    try {
      return this.#gathering ? this.#nextGathered(this.#gathering) : this.#nextInPlace();
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      this.#isMalformed = true;
      this.#chunk = NOTHING;
      this.#gathering = undefined;
      return refusal(error, this.#cursor.version);
    }
  }

  #nextInPlace(): Packet | undefined {
    const start = this.#at;
    const available = this.#chunk.length - start;
    if (available === 0) {
      return this.#forgetChunk();
    }
    const { totalBytes } = this.#readHeader(this.#chunk, start, this.#chunk.length);
    if (totalBytes > 0 && totalBytes <= available) {
      this.#at = start + totalBytes;
      return this.#read(this.#chunk, start);
    }
    this.#gathering = new Gathering();
    return this.#nextGathered(this.#gathering);
  }

  /** Moves bytes from the chunk to the gathered packet, first for its fixed header, then for the rest. */
  #nextGathered(gathering: Gathering): Packet | undefined {
    while (this.#at < this.#chunk.length) {
      const wanted = this.#frame.totalBytes || FIXED_HEADER_MAXIMUM_BYTES;
      const isHeaderRead = this.#frame.totalBytes > 0;
      // Byte by byte through the header, not to take a byte of the packet behind a short one.
      const count = isHeaderRead ? wanted - gathering.length : 1;
      this.#at += gathering.append(this.#chunk, this.#at, count, wanted);
      if (!isHeaderRead) this.#readHeader(gathering.bytes, 0, gathering.length);
      if (this.#frame.totalBytes > 0 && gathering.length === this.#frame.totalBytes) {
        this.#gathering = undefined;
        return this.#read(gathering.bytes, 0);
      }
    }
    return this.#forgetChunk();
  }

  /** Not to keep the network's buffer alive while the client is silent. */
  #forgetChunk(): undefined {
    this.#chunk = NOTHING;
    this.#at = 0;
    this.#cursor.set(NOTHING, 0, 0);
  }

  #readHeader(bytes: Buffer, start: number, end: number): Frame {
    checkFirstByte(bytes[start] as number, this.#cursor.version || VERSION_UNTIL_CONNECT);
    readFrame(bytes, start, end, this.#frame);
    checkSize(this.#frame, this.#maximumPacketSizeBytes);
    return this.#frame;
  }

  /** Reads the packet at `start`, whose fixed header is in the frame. */
  #read(bytes: Buffer, start: number): Packet {
    const { headerBytes, totalBytes } = this.#frame;
    const first = bytes[start] as number;
    this.#cursor.set(bytes, start + headerBytes, start + totalBytes);
    const version = this.#cursor.version || VERSION_UNTIL_CONNECT;
    return readPacket(this.#cursor, first, version);
  }
}

function refusal(error: MalformedError, version: number): MalformedBytes {
  const { reasonCode, message: detail } = error;
  const exact = clausesOf(version, error.clauses);
  // A second CONNECT may break a rule of another version. That we take no larger packets is no rule of 3.x.
  const isUnnamed = exact.length === 0 && reasonCode !== ReasonCode.packetTooLarge;
  const clauses = isUnnamed ? clausesOf(version, MALFORMED) : exact;
  return { type: 'malformed', reasonCode, detail, clauses };
}

function readPacket(cursor: Cursor, first: number, version: number): Packet {
  switch (first >> 4) {
    case PacketNumber.PUBLISH:
      return readPublish(cursor, first & 0x0f, version);
    case PacketNumber.PUBACK:
      return readAck(cursor, 'PUBACK', version);
    case PacketNumber.PUBREC:
      return readAck(cursor, 'PUBREC', version);
    case PacketNumber.PUBREL:
      return readAck(cursor, 'PUBREL', version);
    case PacketNumber.PUBCOMP:
      return readAck(cursor, 'PUBCOMP', version);
    case PacketNumber.CONNECT:
      return readConnect(cursor);
    case PacketNumber.SUBSCRIBE:
      return readSubscribe(cursor, version);
    case PacketNumber.UNSUBSCRIBE:
      return readUnsubscribe(cursor, version);
    case PacketNumber.PINGREQ:
      return readPingreq(cursor);
    case PacketNumber.DISCONNECT:
      return readDisconnect(cursor, version);
    case PacketNumber.AUTH:
      return readAuth(cursor);
    default:
      // `checkFirstByte` has let none of these through.
      throw new Error(`no reader for packet type ${first >> 4}`);
  }
}
