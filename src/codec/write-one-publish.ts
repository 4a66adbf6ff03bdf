/** One PUBLISH to bytes. By hand, because it is most of what a broker sends. */
import type { ProtocolVersion, Publish } from '../../machines/index.ts';
import { propertiesBytes, writeProperties } from './publish-properties.ts';
import { lengthBytes, writeLength } from './variable-byte-integer.ts';

/** Without the payload when that `isSeparate`; the remaining length counts it all the same. */
export function writeOnePublish(
  publish: Publish,
  version: ProtocolVersion,
  isSeparate: boolean,
): Buffer {
  const { payload } = publish.message;
  const topicName = publish.isTopicOmitted ? '' : publish.message.topicName;
  const topicBytes = Buffer.byteLength(topicName);
  const packetIdBytes = publish.qos > 0 ? 2 : 0;
  const ownProperties = version === 5 ? propertiesBytes(publish) : 0;
  const allProperties = version === 5 ? lengthBytes(ownProperties) + ownProperties : 0;
  const remaining = 2 + topicBytes + packetIdBytes + allProperties + payload.length;
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
  if (version === 5) at = writeLength(bytes, at, ownProperties);
  if (ownProperties > 0) at = writeProperties(bytes, at, publish);
  if (!isSeparate) bytes.set(payload, at);
  return bytes;
}
