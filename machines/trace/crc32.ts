/** CRC-32 as gzip, zip and PNG have it (polynomial 0xEDB88320): the check of transmitted bytes in a trace. */

const POLYNOMIAL = 0xedb8_8320;
/** Four tables after each other, for four bytes at a time. */
const table = new Int32Array(4 * 256);
for (let index = 0; index < 256; index++) {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ ((value & 1) === 1 ? POLYNOMIAL : 0);
  table[index] = value;
}
for (let index = 256; index < table.length; index++) {
  const before = table[index - 256] as number;
  table[index] = (before >>> 8) ^ (table[before & 0xff] as number);
}

/** Of the bytes from `start` to before `end`. */
export function crc32(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let crc = -1;
  let at = start;
  for (; at + 3 < end; at += 4) {
    crc ^=
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24);
    crc =
      (table[768 + (crc & 0xff)] as number) ^
      (table[512 + ((crc >>> 8) & 0xff)] as number) ^
      (table[256 + ((crc >>> 16) & 0xff)] as number) ^
      (table[crc >>> 24] as number);
  }
  for (; at < end; at++) {
    crc = (crc >>> 8) ^ (table[(crc ^ (bytes[at] as number)) & 0xff] as number);
  }
  return ~crc >>> 0;
}
