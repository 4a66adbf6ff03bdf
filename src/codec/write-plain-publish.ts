/** A PUBLISH without properties to bytes. By hand, because it is most of what a broker sends. */
import type { ProtocolVersion, Publish } from '../../machines/index.ts';

/** Without the payload when that `isSeparate`; the remaining length counts it all the same. */
export function writePlainPublish(
  publish: Publish,
  version: ProtocolVersion,
  isSeparate: boolean,
): Buffer {
  const { topicName, payload } = publish.message;
  // A topic alias may stand for the name, but only beside a property, which is not for this writer.
  const topicBytes = Buffer.byteLength(topicName);
  const propertiesBytes = version === 5 ? 1 : 0;
  const packetIdBytes = publish.qos > 0 ? 2 : 0;
  const remaining = 2 + topicBytes + packetIdBytes + propertiesBytes + payload.length;
  const own = remaining - (isSeparate ? payload.length : 0);
  const bytes = Buffer.allocUnsafe(1 + lengthBytes(remaining) + own);
  bytes[0] = 0x30 | (publish.dup ? 8 : 0) | (publish.qos << 1) | (publish.retain ? 1 : 0);
  let at = writeLength(bytes, 1, remaining);
  bytes[at++] = topicBytes >> 8;
  bytes[at++] = topicBytes & 0xff;
  at += bytes.write(topicName, at);
  if (publish.qos > 0) {
    bytes[at++] = publish.packetId >> 8;
    bytes[at++] = publish.packetId & 0xff;
  }
  if (version === 5) bytes[at++] = 0;
  if (!isSeparate) bytes.set(payload, at);
  return bytes;
}

function lengthBytes(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  return value < 0x20_0000 ? 3 : 4;
}

function writeLength(bytes: Buffer, start: number, value: number): number {
  let at = start;
  let rest = value;
  while (rest >= 0x80) {
    bytes[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  return at;
}
