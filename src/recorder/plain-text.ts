/** Whether bytes can stand in JSON as they are, asked of four of them at a time. */

const HIGH_BITS = 0x8080_8080;
const LOW_BITS = 0x7f7f_7f7f;
const ONES = 0x0101_0101;
/** Added to a byte without its high bit, this carries into the high bit from 0x20 on. */
const CONTROL_CARRY = 0x6060_6060;
const QUOTES = 0x2222_2222;
const BACKSLASHES = 0x5c5c_5c5c;

/** Of four bytes of UTF-8: none of them is a control character, a quote or a backslash. */
export function isPlainUtf8(four: number): boolean {
  const controls = ~((four & LOW_BITS) + CONTROL_CARRY) & ~four;
  return ((controls | zeroes(four ^ QUOTES) | zeroes(four ^ BACKSLASHES)) & HIGH_BITS) === 0;
}

/** Of four bytes: all are printable ASCII, and none is a quote or a backslash. */
export function isPlainAscii(four: number): boolean {
  const others = ((four & LOW_BITS) + ONES) | four;
  return (others & HIGH_BITS) === 0 && isPlainUtf8(four);
}

/** High bits, at least one of them if a byte is zero and none otherwise. */
function zeroes(four: number): number {
  return (four - ONES) & ~four;
}
