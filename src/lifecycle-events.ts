/** Lifecycle events to whoever listens, by type. A listener that throws is told to the log, not to the broker. */
import type { LifecycleEvent, LifecycleEventType } from '../machines/index.ts';

/** The event of one type: `LifecycleEventOf<'client.connected'>` has `sessionPresent`. */
export type LifecycleEventOf<Type extends LifecycleEventType> = Extract<
  LifecycleEvent,
  { readonly type: Type }
>;

export type LifecycleListener<Type extends LifecycleEventType> = (
  event: LifecycleEventOf<Type>,
) => void;

type AnyListener = (event: LifecycleEvent) => void;

export class LifecycleEvents {
  readonly #listeners = new Map<LifecycleEventType, Set<AnyListener>>();
  readonly #failed: (event: LifecycleEventType, error: unknown) => void;

  constructor(failed: (event: LifecycleEventType, error: unknown) => void) {
    this.#failed = failed;
  }

  /** Returns the function that takes the listener off again. */
  on<Type extends LifecycleEventType>(type: Type, listener: LifecycleListener<Type>): () => void {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners);
    // A wrapper, so that one function that is given twice is called twice and can be taken off once.
    const added: AnyListener = (event) => listener(event as LifecycleEventOf<Type>);
    listeners.add(added);
    return () => void listeners.delete(added);
  }

  emit(event: LifecycleEvent): void {
    const listeners = this.#listeners.get(event.type);
    if (listeners === undefined) return;
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (error) {
        this.#failed(event.type, error);
      }
    }
  }
}
