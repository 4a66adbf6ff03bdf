/** What a world did, as text that can be compared. */
import type { World } from '../world/world.ts';

/** Every effect from here on, one line each. */
export function record(world: World): readonly string[] {
  const effects: string[] = [];
  world.watchers.push({
    effect(effect) {
      effects.push(JSON.stringify(effect, (_key, value: unknown) => plain(value)));
    },
  });
  return effects;
}

/** What JSON would leave out. */
function plain(value: unknown): unknown {
  if (value === undefined) return 'undefined';
  if (value instanceof Uint8Array) return [...value];
  return value;
}

/** @throws Error that names the first line that differs */
export function expectSame(left: readonly string[], right: readonly string[], what: string): void {
  const length = Math.max(left.length, right.length);
  for (let i = 0; i < length; i++) {
    if (left[i] === right[i]) continue;
    throw new Error(`${what} differ at effect ${i}:\n  ${left[i]}\n  ${right[i]}`);
  }
}
