/**
 * Which members of two lists are the same, in order: a longest common subsequence after Myers, where the lists are
 * alike. Where they are not, the search is cut off, what it has found so far stands, and it begins anew from there;
 * so the time is bounded by the length of the lists, at the price of a match that may not be the longest.
 */

export type Match = readonly [atA: number, atB: number];

/** Insertions and deletions in a row before the search is cut off. */
const EDITS_MAXIMUM = 400;

export function align(a: readonly string[], b: readonly string[]): readonly Match[] {
  // What the other list does not have at all is no part of any subsequence, and would only be in the way.
  const inA = placesOfCommon(a, b);
  const inB = placesOfCommon(b, a);
  const found = alignCommon(
    inA.map((at) => a[at] as string),
    inB.map((at) => b[at] as string),
  );
  return found.map(([atA, atB]) => [inA[atA] as number, inB[atB] as number]);
}

function placesOfCommon(list: readonly string[], other: readonly string[]): readonly number[] {
  const others = new Set(other);
  return list.flatMap((member, at) => (others.has(member) ? [at] : []));
}

function alignCommon(a: readonly string[], b: readonly string[]): readonly Match[] {
  const matches: Match[] = [];
  let fromA = 0;
  let fromB = 0;
  while (fromA < a.length && fromB < b.length) {
    const path = search(a, b, fromA, fromB);
    for (const match of path.matches) matches.push(match);
    fromA = path.toA;
    fromB = path.toB;
  }
  return matches;
}

interface Path {
  readonly matches: readonly Match[];
  readonly toA: number;
  readonly toB: number;
}

/** Furthest reaching paths from a place on, until both ends are reached or the search is cut off. */
function search(a: readonly string[], b: readonly string[], fromA: number, fromB: number): Path {
  const lengthA = a.length - fromA;
  const lengthB = b.length - fromB;
  const most = Math.min(lengthA + lengthB, EDITS_MAXIMUM);
  /** For each number of edits: how far into `a` each diagonal reaches. */
  const rounds: Int32Array[] = [];
  let best = { edits: 0, diagonal: 0, x: 0, sum: -1 };
  for (let edits = 0; edits <= most; edits++) {
    const before = rounds[edits - 1];
    const reach = new Int32Array(2 * edits + 1);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = before === undefined ? 0 : start(before, edits, diagonal);
      while (x < lengthA && x - diagonal < lengthB && isSame(a, b, fromA + x, fromB + x - diagonal))
        x += 1;
      reach[diagonal + edits] = x;
      const y = x - diagonal;
      const isInside = x <= lengthA && y >= 0 && y <= lengthB;
      if (isInside && isBetter(x + y, diagonal, best)) best = { edits, diagonal, x, sum: x + y };
      if (x >= lengthA && y >= lengthB) {
        rounds.push(reach);
        return walkBack(rounds, { edits, diagonal, x: lengthA }, fromA, fromB);
      }
    }
    rounds.push(reach);
  }
  return walkBack(rounds, best, fromA, fromB);
}

/** As far as possible in both, and of those that are as far, the one that has not run ahead in either. */
function isBetter(
  sum: number,
  diagonal: number,
  best: { readonly sum: number; readonly diagonal: number },
): boolean {
  if (sum !== best.sum) return sum > best.sum;
  return Math.abs(diagonal) < Math.abs(best.diagonal);
}

function isSame(a: readonly string[], b: readonly string[], atA: number, atB: number): boolean {
  return atB >= 0 && a[atA] === b[atB];
}

/** Where a diagonal begins: one step down, or one to the right, from its neighbour that reaches further. */
function start(before: Int32Array, edits: number, diagonal: number): number {
  return isDown(before, edits, diagonal)
    ? (before[diagonal + edits] as number)
    : (before[diagonal + edits - 2] as number) + 1;
}

function isDown(before: Int32Array, edits: number, diagonal: number): boolean {
  if (diagonal === -edits) return true;
  if (diagonal === edits) return false;
  return (before[diagonal + edits - 2] as number) < (before[diagonal + edits] as number);
}

function walkBack(
  rounds: readonly Int32Array[],
  end: { readonly edits: number; readonly diagonal: number; readonly x: number },
  fromA: number,
  fromB: number,
): Path {
  const matches: Match[] = [];
  let { edits, diagonal, x } = end;
  for (;;) {
    const before = rounds[edits - 1];
    const begin = before === undefined ? 0 : start(before, edits, diagonal);
    for (; x > begin; x--) matches.push([fromA + x - 1, fromB + x - 1 - diagonal]);
    if (before === undefined) break;
    const down = isDown(before, edits, diagonal);
    x = down ? begin : begin - 1;
    diagonal += down ? 1 : -1;
    edits -= 1;
  }
  return {
    matches: matches.reverse(),
    toA: fromA + end.x,
    toB: fromB + end.x - end.diagonal,
  };
}

/** Positions of a longest strictly rising subsequence. */
export function longestRising(values: readonly number[]): readonly number[] {
  /** For each length, the position of the smallest value that ends such a subsequence. */
  const ends: number[] = [];
  const before: (number | undefined)[] = [];
  for (const [at, value] of values.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[ends[middle] as number] as number) < value) low = middle + 1;
      else high = middle;
    }
    before[at] = ends[low - 1];
    ends[low] = at;
  }
  const rising: number[] = [];
  for (let at = ends.at(-1); at !== undefined; at = before[at]) rising.push(at);
  return rising.reverse();
}
