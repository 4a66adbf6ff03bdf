/** Which states of a drawn chart are set off: those that are active, and those around them. */

export interface Marks {
  readonly active: ReadonlySet<string>;
  readonly within: ReadonlySet<string>;
}

/** @param configurations names like `connected.traffic.open & connected.outflow.writable` */
export function marksOf(configurations: readonly string[]): Marks {
  const active = new Set(configurations.flatMap((name) => name.split(' & ')));
  const within = new Set<string>();
  for (const leaf of active) {
    for (let dot = leaf.lastIndexOf('.'); dot > 0; dot = leaf.lastIndexOf('.', dot - 1)) {
      within.add(leaf.slice(0, dot));
    }
  }
  return { active, within };
}
