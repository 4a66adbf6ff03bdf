/** Base64 without Node and without the browser. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const NOT_A_DIGIT = 64;
const digits = new Uint8Array(128).fill(NOT_A_DIGIT);
for (let digit = 0; digit < ALPHABET.length; digit++) digits[ALPHABET.charCodeAt(digit)] = digit;

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  let at = 0;
  for (; at + 2 < bytes.length; at += 3) {
    const three = (byte(bytes, at) << 16) | (byte(bytes, at + 1) << 8) | byte(bytes, at + 2);
    text += digit(three >> 18) + digit(three >> 12) + digit(three >> 6) + digit(three);
  }
  const left = bytes.length - at;
  if (left === 0) return text;
  const last = (byte(bytes, at) << 16) | (left === 2 ? byte(bytes, at + 1) << 8 : 0);
  return `${text}${digit(last >> 18)}${digit(last >> 12)}${left === 2 ? digit(last >> 6) : '='}=`;
}

/** Undefined for what is not Base64 with its padding. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let at = 0;
  for (let index = 0; index < text.length; index += 4) {
    const isLast = index + 4 === text.length;
    let four = 0;
    for (let place = 0; place < 4; place++) {
      const isPadding = isLast && place >= 4 - padding;
      const value = isPadding ? 0 : (digits[text.charCodeAt(index + place)] ?? NOT_A_DIGIT);
      if (value === NOT_A_DIGIT) return undefined;
      four = (four << 6) | value;
    }
    // What lies past the end of a typed array is dropped.
    bytes[at++] = four >> 16;
    bytes[at++] = (four >> 8) & 0xff;
    bytes[at++] = four & 0xff;
  }
  return bytes;
}

function byte(bytes: Uint8Array, at: number): number {
  return bytes[at] as number;
}

function digit(value: number): string {
  return ALPHABET[value & 63] as string;
}
