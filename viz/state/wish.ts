/** Only the last thing that was asked for is opened, whatever kind of thing it is and however long it takes. */
let last = 0;

/** Whoever begins to open something wishes for it. @returns whether nothing else has been wished for since */
export function newWish(): () => boolean {
  last += 1;
  const own = last;
  return () => own === last;
}
