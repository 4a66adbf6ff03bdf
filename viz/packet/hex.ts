/** Bytes as rows of a hex dump. */
import type { HexRow } from './protocol.ts';

const PER_ROW = 8;

/**
 * @param bytes of which so many are shown as `maximum` says
 * @param other the same bytes, but for those that nobody knows
 */
export function hexRows(bytes: Uint8Array, other: Uint8Array, maximum: number): readonly HexRow[] {
  const rows: HexRow[] = [];
  for (let at = 0; at < Math.min(bytes.length, maximum); at += PER_ROW) {
    const end = Math.min(at + PER_ROW, bytes.length, maximum);
    const hex: string[] = [];
    let text = '';
    for (let each = at; each < end; each++) {
      const byte = bytes[each] as number;
      const isKnown = byte === other[each];
      hex.push(isKnown ? byte.toString(16).padStart(2, '0') : '··');
      text += isKnown && byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
    }
    rows.push({ offset: at.toString(16).padStart(4, '0'), bytes: hex.join(' '), text });
  }
  return rows;
}
