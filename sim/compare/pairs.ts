/** What belongs together in two lists of events: first those that mean the same, then, between them, those of a kind. */
import { align, longestRising, type Match } from './align.ts';
import type { Meaning } from './meaning.ts';

export function pairs(a: readonly Meaning[], b: readonly Meaning[]): readonly Match[] {
  const lanes = new Set([...a, ...b].map(({ lane }) => lane));
  const found: Match[] = [];
  for (const lane of lanes) {
    const ofA = placesIn(a, lane);
    const ofB = placesIn(b, lane);
    for (const [atA, atB] of pairsOfLane(
      ofA.map((at) => a[at] as Meaning),
      ofB.map((at) => b[at] as Meaning),
    )) {
      found.push([ofA[atA] as number, ofB[atB] as number]);
    }
  }
  return found.sort(([left], [right]) => left - right);
}

function placesIn(list: readonly Meaning[], lane: string): readonly number[] {
  return list.flatMap((meaning, at) => (meaning.lane === lane ? [at] : []));
}

function pairsOfLane(a: readonly Meaning[], b: readonly Meaning[]): readonly Match[] {
  const same = align(
    a.map(({ exactKey }) => exactKey),
    b.map(({ exactKey }) => exactKey),
  );
  const all: Match[] = [];
  let fromA = 0;
  let fromB = 0;
  for (const [toA, toB] of [...same, [a.length, b.length] as const]) {
    const ofKind = align(
      a.slice(fromA, toA).map(({ kindKey }) => kindKey),
      b.slice(fromB, toB).map(({ kindKey }) => kindKey),
    );
    for (const [atA, atB] of ofKind) all.push([fromA + atA, fromB + atB]);
    if (toA < a.length && toB < b.length) all.push([toA, toB]);
    fromA = toA + 1;
    fromB = toB + 1;
  }
  return all;
}

/** Those of the pairs that stand in the same order in both lists. */
export function inOrder(all: readonly Match[]): readonly Match[] {
  return longestRising(all.map(([, atB]) => atB)).map((at) => all[at] as Match);
}
