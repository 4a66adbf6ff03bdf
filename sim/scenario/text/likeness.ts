/** Which of the words that there are was meant by one that there is not. */

/** More changes than that, and it is another word. */
const CHANGES_MAXIMUM = 2;
/** Of a single sign, every other one is a likeness. */
const LENGTH_MINIMUM = 2;

/** `; did you mean 'publish'?`, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const found = likest(word, known);
  return found === undefined ? '' : `; did you mean '${found}'?`;
}

export function oneOf(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function likest(word: string, known: readonly string[]): string | undefined {
  const asked = plain(word);
  if (asked.length < LENGTH_MINIMUM) return undefined;
  let best: string | undefined;
  let least = Math.min(CHANGES_MAXIMUM, Math.ceil(asked.length / 3)) + 1;
  for (const candidate of known) {
    const has = plain(candidate);
    const isBegun = asked.length >= 3 && has.startsWith(asked);
    const changes = has === asked ? 0 : isBegun ? 1 : distance(asked, has);
    if (changes < least) {
      least = changes;
      best = candidate;
    }
  }
  return best;
}

/** Neither case nor hyphens are what anybody remembers. */
function plain(word: string): string {
  return word.toLowerCase().replace(/[-_]/g, '');
}

/** How many letters have to be changed, added or left out. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const change = (row[j - 1] as number) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[to.length] as number;
}
