/** Ways to spoil the bytes of a packet, or of several. What comes out may by chance be a good packet. */
import type { Random } from '../../sim/random.ts';

type Mutation = (bytes: Buffer, random: Random, other: Buffer) => Buffer;

function at(bytes: Buffer, random: Random): number {
  return random.below(Math.max(1, bytes.length));
}

function replaced(bytes: Buffer, index: number, byte: number): Buffer {
  const copy = Buffer.from(bytes);
  if (index < copy.length) copy[index] = byte;
  return copy;
}

/** Bytes that mean something where they stand: lengths, ends of ranges, property identifiers. */
const TELLING = [
  0x00, 0x01, 0x02, 0x7f, 0x80, 0xff, 0x0b, 0x11, 0x15, 0x21, 0x23, 0x26, 0xc0, 0xed,
];

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'bit flipped': (bytes, random) => {
    const index = at(bytes, random);
    return replaced(bytes, index, (bytes[index] ?? 0) ^ (1 << random.below(8)));
  },
  'first byte changed': (bytes, random) => replaced(bytes, 0, random.below(256)),
  'byte replaced': (bytes, random) =>
    replaced(bytes, at(bytes, random), TELLING[random.below(TELLING.length)] as number),
  truncated: (bytes, random) => bytes.subarray(0, at(bytes, random)),
  'shortened, length adjusted': (bytes, random) => {
    const short = Buffer.from(bytes.subarray(0, Math.max(2, at(bytes, random))));
    // Only where the length is one byte, as it is in most packets here.
    if (short.length > 1 && short.length < 130) short[1] = short.length - 2;
    return short;
  },
  'length is a lie': (bytes, random) =>
    replaced(bytes, 1, Math.max(0, (bytes[1] ?? 0) + random.below(9) - 4) & 0xff),
  'length of random bytes': (bytes, random) => {
    const length = Buffer.from([random.next() & 0xff, random.next() & 0xff, random.next() & 0xff]);
    return Buffer.concat([bytes.subarray(0, 1), length, bytes.subarray(2)]);
  },
  inserted: (bytes, random) => {
    const index = at(bytes, random);
    const more = Buffer.from([TELLING[random.below(TELLING.length)] as number]);
    const longer = Buffer.concat([bytes.subarray(0, index), more, bytes.subarray(index)]);
    return random.below(2) === 0 ? longer : replaced(longer, 1, (longer[1] ?? 0) + 1);
  },
  'part repeated': (bytes, random) => {
    const from = at(bytes, random);
    const to = Math.min(bytes.length, from + 1 + random.below(6));
    const parts = [bytes.subarray(0, to), bytes.subarray(from, to), bytes.subarray(to)];
    return replaced(Buffer.concat(parts), 1, (bytes[1] ?? 0) + to - from);
  },
  'two packets spliced': (bytes, random, other) =>
    Buffer.concat([bytes.subarray(0, at(bytes, random)), other.subarray(at(other, random))]),
  'two packets at once': (bytes, _random, other) => Buffer.concat([bytes, other]),
  'two packets swapped': (bytes, _random, other) => Buffer.concat([other, bytes]),
  'random bytes': (_bytes, random) => {
    const noise = Buffer.alloc(1 + random.below(40));
    for (let index = 0; index < noise.length; index++) noise[index] = random.next() & 0xff;
    return noise;
  },
};

export const MUTATION_NAMES = Object.keys(MUTATIONS);
