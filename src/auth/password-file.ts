/**
 * mosquitto's password file, as `mosquitto_passwd` writes it: one `user:hash` a line.
 *
 *     ann:$7$101$c2FsdA==$aGFzaA==    PBKDF2 with SHA-512: iterations, salt and hash
 *     bob:$6$c2FsdA==$aGFzaA==        SHA-512 of password and salt (mosquitto 1.6 and earlier)
 *
 * Passwords in plain text, which mosquitto takes for hashes that nobody can meet, are refused when the file is read.
 */
import { ConfigurationError } from '../errors.ts';
import { linesOf, type TextLine } from './text-lines.ts';

export interface PasswordHash {
  readonly salt: Buffer;
  readonly hash: Buffer;
  /** Of PBKDF2; undefined for the plain SHA-512 of password and salt. */
  readonly iterations: number | undefined;
}

/** By User Name. */
export type PasswordHashes = ReadonlyMap<string, PasswordHash>;

/** Each guess of a stranger costs us as much as one of a user: minutes for one would be an invitation. */
const PASSWORD_ITERATIONS_MAXIMUM = 10_000_000;

const SHA512_BYTES = 64;
const PBKDF2 = /^\$7\$([1-9]\d{0,8})\$([^$]+)\$([^$]+)$/;
const SHA512 = /^\$6\$([^$]+)\$([^$]+)$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** @throws ConfigurationError that names file and line. A password never stands in it. */
export function parsePasswordFile(content: string, path: string): PasswordHashes {
  const hashes = new Map<string, PasswordHash>();
  for (const line of linesOf(content, path)) {
    const colon = line.text.indexOf(':');
    if (colon < 1) throw new ConfigurationError(`${line.place} has to be user:hash`);
    const userName = line.text.slice(0, colon);
    if (hashes.has(userName)) {
      throw new ConfigurationError(`${line.place} names user ${JSON.stringify(userName)} again`);
    }
    hashes.set(userName, parseHash(line.text.slice(colon + 1), line, path));
  }
  return hashes;
}

function parseHash(text: string, { place }: TextLine, path: string): PasswordHash {
  const [, iterations, salt, hash] = PBKDF2.exec(text) ?? [];
  if (iterations !== undefined) {
    if (Number(iterations) > PASSWORD_ITERATIONS_MAXIMUM) {
      throw new ConfigurationError(
        `${place} has ${iterations} iterations; more than ${PASSWORD_ITERATIONS_MAXIMUM} are not taken`,
      );
    }
    return decoded(salt, hash, Number(iterations), place);
  }
  const [, salt6, hash6] = SHA512.exec(text) ?? [];
  if (salt6 !== undefined) return decoded(salt6, hash6, undefined, place);
  throw new ConfigurationError(
    `${place} ${problemOf(text)} (mosquitto_passwd${advice(text, path)})`,
  );
}

function problemOf(text: string): string {
  if (text === '') return 'has no password: give the user one';
  if (!text.startsWith('$')) return 'has a password in plain text: hash the file';
  return /^\$[67]\$/.test(text)
    ? 'has a hash that is cut off or damaged: give the user a new password'
    : 'has a hash that is neither $6$ nor $7$: give the user a new password';
}

function advice(text: string, path: string): string {
  return text === '' || text.startsWith('$') ? ` ${path} USER` : ` -U ${path}`;
}

function decoded(
  salt: string | undefined,
  hash: string | undefined,
  iterations: number | undefined,
  place: string,
): PasswordHash {
  const bytes = { salt: fromBase64(salt), hash: fromBase64(hash), iterations };
  if (bytes.salt.length > 0 && bytes.hash.length === SHA512_BYTES) return bytes;
  throw new ConfigurationError(
    `${place} has a hash that is cut off or damaged: salt and hash have to be base64, and the hash of ${SHA512_BYTES} bytes`,
  );
}

/** Empty for what is none: Node would leave out what it cannot read. */
function fromBase64(text = ''): Buffer {
  return Buffer.from(BASE64.test(text) ? text : '', 'base64');
}
