/** Where packets lie in a stream of bytes, without decoding them: load must cost less to make than to bear. */

/** Where the packet ends that begins at `start`; -1 when the bytes up to `end` do not reach that far. */
export function packetEnd(bytes: Uint8Array, start: number, end: number): number {
  let length = 0;
  for (let at = start + 1, shift = 0; at < end; at++, shift += 7) {
    const byte = bytes[at] as number;
    length |= (byte & 0x7f) << shift;
    if (byte >= 0x80) continue;
    const packetEndAt = at + 1 + length;
    return packetEndAt <= end ? packetEndAt : -1;
  }
  return -1;
}

/** Where the Packet Identifier of the PUBLISH stands that begins at `start`: behind its Topic Name. */
export function publishIdAt(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while ((bytes[at] as number) >= 0x80) at++;
  at++;
  return at + 2 + (((bytes[at] as number) << 8) | (bytes[at + 1] as number));
}
