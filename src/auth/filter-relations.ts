/**
 * How two topic filters relate, as sets of the topics that they match. Exact, because a level can be any text: what
 * holds level by level holds for the sets. The empty topic, which MQTT does not have, counts as one.
 */

/** Whether every topic that `narrow` matches is matched by `wide` too. Both are valid and not shared. */
export function covers(wide: string, narrow: string): boolean {
  if (isDollarApart(wide, narrow)) return false;
  // There is always a first level, so that these two are the same.
  const outer = wide === '+/#' ? ['#'] : wide.split('/');
  const inner = narrow.split('/');
  for (const [depth, level] of outer.entries()) {
    // `#` stands for the parent level too, hence no look at whether there is a level here.
    if (level === '#') return true;
    const other = inner[depth];
    if (other === undefined || other === '#') return false;
    if (level !== '+' && level !== other) return false;
  }
  return outer.length === inner.length;
}

/** Whether there is a topic that both match. Both are valid and not shared. */
export function overlap(left: string, right: string): boolean {
  if (isDollarApart(left, right) || isDollarApart(right, left)) return false;
  const ours = left.split('/');
  const theirs = right.split('/');
  for (let depth = 0; depth < Math.max(ours.length, theirs.length); depth++) {
    const our = ours[depth];
    const their = theirs[depth];
    if (our === '#' || their === '#') return true;
    if (our === undefined || their === undefined) return false;
    if (our !== '+' && their !== '+' && our !== their) return false;
  }
  return true;
}

/** A wildcard at the start leaves topics alone that begin with `$` (4.7.2). */
function isDollarApart(filter: string, other: string): boolean {
  return (filter[0] === '+' || filter[0] === '#') && other[0] === '$';
}
