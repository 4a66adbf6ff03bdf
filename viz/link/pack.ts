/** Long texts for addresses: packed with deflate, and written in the 64 characters that an address leaves alone. */

/** Of what is unpacked, in bytes: a few hundred characters could else fill the memory. */
const UNPACKED_MAXIMUM_BYTES = 262_144;

/** Not base64 as it comes: `+`, `/` and `=` mean something in an address. */
export async function pack(text: string): Promise<string> {
  const bytes = await through(
    new TextEncoder().encode(text),
    new CompressionStream('deflate-raw'),
    Number.POSITIVE_INFINITY,
  );
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Undefined for what is not packed text, or is too much of it. */
export async function unpack(word: string): Promise<string | undefined> {
  if (!/^[\w-]*$/.test(word)) return undefined;
  try {
    const binary = atob(word.replaceAll('-', '+').replaceAll('_', '/'));
    const packed = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const bytes = await through(
      packed,
      new DecompressionStream('deflate-raw'),
      UNPACKED_MAXIMUM_BYTES,
    );
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** @throws RangeError when more comes out than may, and TypeError for what was not packed */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  maximumBytes: number,
): Promise<Uint8Array> {
  const writer = stream.writable.getWriter();
  // What goes wrong shows at the other end.
  writer.write(bytes).catch(() => undefined);
  writer.close().catch(() => undefined);
  const reader = stream.readable.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
    if (length > maximumBytes) {
      await reader.cancel();
      throw new RangeError(`more than ${maximumBytes} bytes`);
    }
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
