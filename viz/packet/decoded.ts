/**
 * A packet as it stands in a trace, with its bytes as bytes. What the trace does not keep is filled with one value, so
 * that two readings with two values show by their difference which bytes these are.
 */
import type { Packet } from '../../machines/index.ts';
import { bytesOf } from '../../machines/trace/bytes.ts';

export interface Decoded {
  readonly packet: Packet;
  /** What is not there, by the path of the field that it is missing from. */
  readonly missing: ReadonlyMap<string, Missing>;
}

export interface Missing {
  readonly kind: 'hashed' | 'omitted' | 'secret';
  /** 0 for a secret, of which nothing is known. */
  readonly length: number;
  /** Equal ones have equal hashes within a trace. */
  readonly hash: string;
}

/** @param filler what stands for each byte that the trace does not keep */
export function decoded(written: Packet, filler: number): Decoded {
  const missing = new Map<string, Missing>();
  const packet = revived(written, '', filler, missing) as Packet;
  return { packet, missing };
}

function revived(
  value: unknown,
  path: string,
  filler: number,
  missing: Map<string, Missing>,
): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) {
    return value.map((each, at) => revived(each, `${path}${at}.`, filler, missing));
  }
  const gone = missingIn(value);
  if (gone !== undefined) {
    missing.set(path.slice(0, -1), gone);
    return new Uint8Array(gone.length).fill(filler);
  }
  const bytes = bytesOf(value);
  if (bytes !== undefined) return bytes;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      revived(member, `${path}${name}.`, filler, missing),
    ]),
  );
}

/** Bytes of a trace that begins in the middle are stand-ins too, under the same names. */
function missingIn(value: object): Missing | undefined {
  const { $hashed, $omitted, $secret, length } = value as Readonly<Record<string, unknown>>;
  if ($secret === true) return { kind: 'secret', length: 0, hash: '' };
  if (typeof $omitted === 'number') return { kind: 'omitted', length: $omitted, hash: '' };
  if (typeof $hashed !== 'string' || typeof length !== 'number') return undefined;
  return { kind: 'hashed', length, hash: $hashed };
}
