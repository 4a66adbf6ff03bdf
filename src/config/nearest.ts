/** What somebody may have meant who wrote a name that there is not. */

/** Of so many letters one may be wrong. */
const LETTERS_PER_SLIP = 4;

/** The known name that is most like this one; undefined when none is much like it. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const wanted = simplify(name);
  let best: string | undefined;
  let least = Math.floor(wanted.length / LETTERS_PER_SLIP) + 1;
  for (const candidate of known) {
    const slips = distance(wanted, simplify(candidate), least);
    if (slips >= least) continue;
    least = slips;
    best = candidate;
  }
  return best;
}

/** `max-packet_size` and `MaxPacketSize` are the same to a person. */
function simplify(name: string): string {
  return name.replace(/[-_ ]/g, '').toLowerCase();
}

/** Letters to put in, leave out or change (Levenshtein); `enough` when there are as many or more. */
function distance(a: string, b: string, enough: number): number {
  if (Math.abs(a.length - b.length) >= enough) return enough;
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return Math.min(enough, row[b.length] as number);
}
