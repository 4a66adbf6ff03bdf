/**
 * What a server keeps of a password under SCRAM-SHA-256 (RFC 5802 section 3): enough to recognise it, and not enough
 * to log in with it elsewhere.
 */
import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto';
import { ConfigurationError } from '../errors.ts';
import { linesOf, readText } from './text-lines.ts';

export interface ScramKeys {
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly storedKey: Uint8Array;
  readonly serverKey: Uint8Array;
}

export interface ScramKeyOptions {
  /** 4,096 is the least (RFC 7677 section 4), and the default; the client does this work at each login. */
  readonly iterations?: number;
  /** Random by default. */
  readonly salt?: Uint8Array;
}

export const SCRAM_ITERATIONS_MINIMUM = 4_096;
/** Clients do them at our word. */
const ITERATIONS_MAXIMUM = 10_000_000;
const SALT_BYTES = 16;
export const SHA256_BYTES = 32;
const BASE64 = '[A-Za-z0-9+/]+={0,2}';
const KEYS = new RegExp(`^SCRAM-SHA-256\\$(\\d{1,9}):(${BASE64})\\$(${BASE64}):(${BASE64})$`);

export function hmacSha256(key: Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

export function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/**
 * The form in which names and passwords are compared. In place of SASLprep (RFC 4013), whose tables Node does not have:
 * the same for ASCII, and for what differs by Unicode's compatibility only.
 */
export function prepared(text: string): string {
  return text.normalize('NFKC');
}

/**
 * Makes the keys of a password.
 *
 * @example
 * const users = new Map([['ann', await makeScramKeys('correct horse')]]);
 *
 * @throws RangeError for fewer iterations than the standard allows.
 */
export async function makeScramKeys(
  password: string,
  { iterations = SCRAM_ITERATIONS_MINIMUM, salt = randomBytes(SALT_BYTES) }: ScramKeyOptions = {},
): Promise<ScramKeys> {
  if (iterations < SCRAM_ITERATIONS_MINIMUM || iterations > ITERATIONS_MAXIMUM) {
    throw new RangeError(
      `iterations have to be ${SCRAM_ITERATIONS_MINIMUM} to ${ITERATIONS_MAXIMUM}, not ${iterations}`,
    );
  }
  const salted = await new Promise<Buffer>((resolve, reject) => {
    pbkdf2(prepared(password), salt, iterations, SHA256_BYTES, 'sha256', (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
  const storedKey = sha256(hmacSha256(salted, 'Client Key'));
  return { salt, iterations, storedKey, serverKey: hmacSha256(salted, 'Server Key') };
}

/** One line of text, as PostgreSQL has it: `SCRAM-SHA-256$4096:salt$StoredKey:ServerKey`. */
export function formatScramKeys({ iterations, salt, storedKey, serverKey }: ScramKeys): string {
  const [saltText, stored, server] = [salt, storedKey, serverKey].map((bytes) =>
    Buffer.from(bytes).toString('base64'),
  );
  return `SCRAM-SHA-256$${iterations}:${saltText}$${stored}:${server}`;
}

/**
 * Reads a file with one `user:keys` a line.
 * @throws ConfigurationError that names file and line
 */
export function readScramFile(path: string): Map<string, ScramKeys> {
  const users = new Map<string, ScramKeys>();
  for (const { place, text } of linesOf(readText(path, 'the SCRAM file'), path)) {
    const colon = text.indexOf(':');
    const keys = parseScramKeys(text.slice(colon + 1));
    if (colon < 1 || keys === undefined) {
      throw new ConfigurationError(
        `${place} has to be user:SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey`,
      );
    }
    const user = prepared(text.slice(0, colon));
    if (users.has(user)) {
      throw new ConfigurationError(`${place} names user ${JSON.stringify(user)} again`);
    }
    users.set(user, keys);
  }
  return users;
}

/** Undefined for what is not in the form of `formatScramKeys`. */
export function parseScramKeys(text: string): ScramKeys | undefined {
  const [, count, ...rest] = KEYS.exec(text) ?? [];
  const iterations = Number(count);
  if (!(iterations >= SCRAM_ITERATIONS_MINIMUM && iterations <= ITERATIONS_MAXIMUM)) {
    return undefined;
  }
  const [salt, storedKey, serverKey] = rest.map((part) => Buffer.from(part, 'base64'));
  if (salt === undefined || storedKey?.length !== SHA256_BYTES) return undefined;
  if (serverKey?.length !== SHA256_BYTES) return undefined;
  return { salt, iterations, storedKey, serverKey };
}
