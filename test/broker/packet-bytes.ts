// Bytes of packets, written down for people.

/** `'10 0c "MQTT" 04'`: bytes in hexadecimal, and strings with their length before them. */
export function bytes(notation: string): Buffer {
  const parts = notation.match(/"[^"]*"|\S+/g) ?? [];
  return Buffer.concat(
    parts.map((part) => {
      if (!part.startsWith('"')) return Buffer.from(part, 'hex');
      const text = Buffer.from(part.slice(1, -1));
      return Buffer.concat([Buffer.from([text.length >> 8, text.length & 0xff]), text]);
    }),
  );
}

/** With a fixed header in front. */
export function packet(first: number, notation: string): Buffer {
  const body = bytes(notation);
  if (body.length > 127) throw new Error('a body of more than 127 bytes');
  return Buffer.concat([Buffer.from([first, body.length]), body]);
}
