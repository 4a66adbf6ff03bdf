/**
 * Is this the user's password? Hashing is done by the platform's threads, a few at a time, so that a crowd that
 * connects at once does not keep the event loop, the disk or the name service waiting.
 */
import { createHash, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import type { PasswordHash, PasswordHashes } from './password-file.ts';

/** Checks that wait for their turn, beyond which no more are taken: their connections may long be gone. */
const WAITING_CHECKS_MAXIMUM = 10_000;
/** What mosquitto_passwd hashes with; for strangers, while the file names nobody. */
const DECOY_ITERATIONS = 101;
const SHA512_BYTES = 64;

/** `busy`: too many wait already. */
export type PasswordVerdict = 'right' | 'wrong' | 'busy';

export class PasswordChecker {
  readonly #atOnceMaximum: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(atOnceMaximum: number) {
    this.#atOnceMaximum = atOnceMaximum;
  }

  /** A stranger's password takes as long as that of a user, so that the time tells nobody who is known. */
  async check(
    hashes: PasswordHashes,
    userName: string,
    password: Uint8Array,
  ): Promise<PasswordVerdict> {
    const known = hashes.get(userName);
    const isRight = await this.#isHash(known ?? decoyFor(hashes), password);
    if (isRight === undefined) return 'busy';
    return isRight && known !== undefined ? 'right' : 'wrong';
  }

  async #isHash(expected: PasswordHash, password: Uint8Array): Promise<boolean | undefined> {
    if (!(await this.#turn())) return undefined;
    try {
      return timingSafeEqual(await digest(password, expected), expected.hash);
    } finally {
      // The turn is handed on rather than given back, so that nobody slips in between.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  /** Resolves when it is our turn; false when too many wait. */
  async #turn(): Promise<boolean> {
    if (this.#running < this.#atOnceMaximum) {
      this.#running += 1;
      return true;
    }
    if (this.#waiting.length >= WAITING_CHECKS_MAXIMUM) return false;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return true;
  }
}

function decoyFor(hashes: PasswordHashes): PasswordHash {
  const [first] = hashes.values();
  return {
    salt: first?.salt ?? randomBytes(12),
    hash: randomBytes(SHA512_BYTES),
    iterations: first === undefined ? DECOY_ITERATIONS : first.iterations,
  };
}

function digest(password: Uint8Array, { salt, iterations }: PasswordHash): Promise<Buffer> {
  if (iterations === undefined) {
    return Promise.resolve(createHash('sha512').update(password).update(salt).digest());
  }
  return new Promise((resolve, reject) => {
    pbkdf2(password, salt, iterations, SHA512_BYTES, 'sha512', (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
