/** A component that is fetched when it is first shown. */
import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { sayTrouble } from '../state/run.ts';

export function lazy(load: () => Promise<ComponentType>): ComponentType {
  const loaded = signal<{ readonly pane: ComponentType } | undefined>(undefined);
  let isAsked = false;
  return function Lazy() {
    const Pane = loaded.value?.pane;
    if (Pane !== undefined) return <Pane />;
    if (!isAsked) {
      isAsked = true;
      load().then(
        (pane) => {
          loaded.value = { pane };
        },
        (error) => {
          isAsked = false;
          sayTrouble('a part of the page cannot be loaded', error);
        },
      );
    }
    return <p class="quiet">Loading…</p>;
  };
}
