/** What a rule sees of a world, and how it says that it has been broken. */
import type { LifecycleEvent } from '../../../machines/index.ts';
import type { Watcher, World } from '../world/world.ts';
import type { Sightings } from './sightings.ts';

export interface Rule extends Watcher {
  /** The story is over, and everything in it has come to rest. */
  ended?(): void;
}

export type MakeRule = (world: World, sightings: Sightings) => Rule;

export function broken(words: string): never {
  throw new Error(words);
}

/** The events of one type, told to a function. */
export function on<Type extends LifecycleEvent['type']>(
  event: LifecycleEvent,
  type: Type,
  tell: (event: Extract<LifecycleEvent, { type: Type }>) => void,
): void {
  if (event.type === type) tell(event as Extract<LifecycleEvent, { type: Type }>);
}
