/**
 * PUBLISH to bytes. A message that goes to many subscribers in the same shape is written once; for each further one
 * only the packet identifier differs, and at QoS 0 nothing does.
 */
import type { ProtocolVersion, Publish } from '../../machines/index.ts';
import { writeOnePublish } from './write-one-publish.ts';

/** From here on a payload is handed on as a chunk of its own instead of being copied. */
export const LARGE_CHUNK_BYTES = 4_096;
/** Shapes of one message that are in use at a time: QoS by version by Retain As Published. */
const CACHED_SHAPES = 4;

interface Written {
  readonly publish: Publish;
  readonly version: ProtocolVersion;
  /** Everything, or everything before the payload when that is large. */
  readonly head: Buffer;
  readonly payload: Uint8Array | undefined;
  readonly packetIdAt: number;
}

export class PublishWriter {
  readonly #cache: (Written | undefined)[] = new Array(CACHED_SHAPES);
  #next = 0;

  /** Appends the packet's chunks and returns how many bytes they are. The chunks must not be written to. */
  write(publish: Publish, version: ProtocolVersion, chunks: Uint8Array[]): number {
    const cached = this.#find(publish, version);
    const written = cached ?? this.#remember(writePublish(publish, version));
    const head = cached && publish.qos > 0 ? withPacketId(cached, publish.packetId) : written.head;
    chunks.push(head);
    if (written.payload === undefined) return head.length;
    chunks.push(written.payload);
    return head.length + written.payload.length;
  }

  #find(publish: Publish, version: ProtocolVersion): Written | undefined {
    for (const written of this.#cache) {
      if (written?.publish.message !== publish.message) continue;
      if (written.version === version && isSameShape(written.publish, publish)) return written;
    }
    return undefined;
  }

  #remember(written: Written): Written {
    this.#cache[this.#next] = written;
    this.#next = (this.#next + 1) % CACHED_SHAPES;
    return written;
  }
}

function isSameShape(a: Publish, b: Publish): boolean {
  return (
    a.qos === b.qos &&
    a.retain === b.retain &&
    a.dup === b.dup &&
    a.topicAlias === b.topicAlias &&
    a.isTopicOmitted === b.isTopicOmitted &&
    a.messageExpiryInterval === b.messageExpiryInterval &&
    isSameList(a.subscriptionIdentifiers, b.subscriptionIdentifiers)
  );
}

function isSameList(a: readonly number[] | undefined, b: readonly number[] | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  return a.every((value, index) => value === b[index]);
}

function withPacketId({ head, packetIdAt }: Written, packetId: number): Buffer {
  const copy = Buffer.allocUnsafe(head.length);
  head.copy(copy);
  copy[packetIdAt] = packetId >> 8;
  copy[packetIdAt + 1] = packetId & 0xff;
  return copy;
}

function writePublish(publish: Publish, version: ProtocolVersion): Written {
  const { payload } = publish.message;
  const isLarge = payload.length >= LARGE_CHUNK_BYTES;
  const head = writeOnePublish(publish, version, isLarge);
  return {
    publish,
    version,
    head,
    payload: isLarge ? payload : undefined,
    packetIdAt: publish.qos > 0 ? findPacketId(head) : 0,
  };
}

/** Behind the fixed header and the Topic Name. */
function findPacketId(head: Buffer): number {
  let at = 1;
  while ((head[at] as number) >= 0x80) at++;
  at++;
  return at + 2 + head.readUInt16BE(at);
}
