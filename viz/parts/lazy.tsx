/** A component that is fetched when it is first shown, or ahead of that. */
import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { sayTrouble } from '../state/run.ts';

const all: (() => Promise<void>)[] = [];

export function lazy(load: () => Promise<ComponentType>): ComponentType {
  const loaded = signal<{ readonly pane: ComponentType } | undefined>(undefined);
  let loading: Promise<void> | undefined;
  const fetchOnce = () => {
    loading ??= load().then(
      (pane) => {
        loaded.value = { pane };
      },
      (error) => {
        loading = undefined;
        throw error;
      },
    );
    return loading;
  };
  all.push(fetchOnce);
  return function Lazy() {
    const Pane = loaded.value?.pane;
    if (Pane !== undefined) return <Pane />;
    fetchOnce().catch((error) => sayTrouble('a part of the page cannot be loaded', error));
    return <p class="quiet">Loading…</p>;
  };
}

/** One after the other: nobody waits for them. */
export async function fetchComponents(): Promise<void> {
  for (const fetchOnce of all) await fetchOnce();
}
