/**
 * Chance from a seed: xoshiro128**, by 32-bit integer arithmetic alone, so that it is the same on every engine.
 *
 * The numbers that a seed gives are part of what we promise: a seed in somebody's bug report has to go on meaning the
 * same run.
 */

/** A seed is text; a number stands for its decimal digits, so that `7` and `'7'` are one seed. */
export type Seed = string | number;

/** All that a generator is, as four 32-bit words. */
export type RandomState = readonly [number, number, number, number];

const TWO_32 = 0x1_0000_0000;

export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: Seed) {
    [this.#a, this.#b, this.#c, this.#d] = stateOf(String(seed));
  }

  /** Plain data, to be kept and given back. */
  get state(): RandomState {
    return [this.#a >>> 0, this.#b >>> 0, this.#c >>> 0, this.#d >>> 0];
  }

  set state([a, b, c, d]: RandomState) {
    if ((a | b | c | d) === 0) throw new RangeError('a generator does not leave the state 0');
    this.#a = a | 0;
    this.#b = b | 0;
    this.#c = c | 0;
    this.#d = d | 0;
  }

  /** The next integer from 0 to 2³² − 1. */
  next(): number {
    const product = Math.imul(this.#b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }

  /** An integer from 0 to `count` − 1, each as likely as the others. `count` is from 1 to 2³². */
  below(count: number): number {
    if (!Number.isInteger(count) || count < 1 || count > TWO_32) {
      throw new RangeError(`a number below ${count}`);
    }
    // What is left over above the last whole multiple would make the small numbers likelier.
    const limit = TWO_32 - (TWO_32 % count);
    let drawn = this.next();
    while (drawn >= limit) drawn = this.next();
    return drawn % count;
  }

  /** An independent generator that goes on with the same numbers. For other numbers, take another seed. */
  fork(): Random {
    const twin = new Random(0);
    twin.state = this.state;
    return twin;
  }
}

/** Four words from text: a hash of its code units, and from that splitmix32. */
function stateOf(text: string): [number, number, number, number] {
  let hash = 0x811c_9dc5 ^ text.length;
  for (let i = 0; i < text.length; i++)
    hash = mix(Math.imul(hash ^ text.charCodeAt(i), 0x0100_0193));
  const words: [number, number, number, number] = [0, 0, 0, 0];
  for (let i = 0; i < words.length; i++) {
    hash = (hash + 0x9e37_79b9) | 0;
    words[i] = mix(hash);
  }
  // Splitmix32 visits 0 once in its cycle, so four different sums are never all 0.
  return words;
}

/** The finalizer of murmur3: every bit of the result depends on every bit of the word. */
function mix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return mixed ^ (mixed >>> 16);
}
