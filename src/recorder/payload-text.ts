/** How payloads stand in a trace, with Node's help. */
import { createHmac } from 'node:crypto';
import { kindOf, omittedText, type PayloadMode, type PayloadText } from '../../machines/index.ts';

const HASH_DIGITS = 32;

/**
 * Hashes are keyed with `key`, which nobody keeps: equal payloads can be told within one trace, and a payload cannot
 * be found out by hashing guesses.
 */
export function payloadText(mode: PayloadMode, key: Uint8Array): PayloadText {
  switch (mode) {
    case 'whole':
      return wholeText;
    case 'omitted':
      return omittedText;
    case 'hashed':
      return (bytes) => {
        const hash = createHmac('sha256', key).update(bytes).digest('hex').slice(0, HASH_DIGITS);
        return `{"$hashed":"${hash}","length":${bytes.length}}`;
      };
  }
}

/** As bytesText of the machines writes it; three times as fast for long ones. */
function wholeText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  switch (kindOf(bytes)) {
    case 'plain':
      return `{"$text":"${buffer.toString('latin1')}"}`;
    case 'escaped':
      return `{"$text":${JSON.stringify(buffer.toString('latin1'))}}`;
    case 'binary':
      return `{"$bytes":"${buffer.toString('base64')}"}`;
  }
}
