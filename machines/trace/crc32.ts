/** CRC-32 as gzip, zip and PNG have it (polynomial 0xEDB88320): the check of transmitted bytes in a trace. */

const POLYNOMIAL = 0xedb8_8320;
const table = new Int32Array(256);
for (let index = 0; index < table.length; index++) {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ ((value & 1) === 1 ? POLYNOMIAL : 0);
  table[index] = value;
}

/** Of the bytes from `start` to before `end`. */
export function crc32(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let crc = -1;
  for (let at = start; at < end; at++) {
    crc = (crc >>> 8) ^ (table[(crc ^ (bytes[at] as number)) & 0xff] as number);
  }
  return ~crc >>> 0;
}
