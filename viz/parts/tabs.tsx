/** Tabs as the ARIA practices have them: one stop of the tab key, arrows move and choose. */
import type { Signal } from '@preact/signals';
import type { ComponentType } from 'preact';

export interface Tab {
  readonly id: string;
  readonly title: string;
  readonly pane: ComponentType;
  /** Without it, always. */
  readonly isShown?: () => boolean;
}

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  /** Id of the chosen one. */
  readonly chosen: Signal<string>;
}

/** From which to which, of so many. */
const STEPS: Readonly<Record<string, (from: number, count: number) => number>> = {
  ArrowRight: (from, count) => (from + 1) % count,
  ArrowLeft: (from, count) => (from + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

export function Tabs({ label, tabs, chosen }: TabsProps) {
  const shown = tabs.filter(({ isShown }) => isShown?.() ?? true);
  const current = shown.find(({ id }) => id === chosen.value) ?? shown[0];
  if (current === undefined) return null;
  const Pane = current.pane;
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = shown[step(shown.indexOf(current), shown.length)] ?? current;
    chosen.value = next.id;
    document.getElementById(`tab-${next.id}`)?.focus();
  };
  return (
    <>
      <div role="tablist" aria-label={label} class="tabs" onKeyDown={move}>
        {shown.map(({ id, title }) => (
          <button
            key={id}
            id={`tab-${id}`}
            type="button"
            role="tab"
            aria-selected={id === current.id}
            aria-controls={`panel-${current.id}`}
            tabIndex={id === current.id ? 0 : -1}
            onClick={() => {
              chosen.value = id;
            }}
          >
            {title}
          </button>
        ))}
      </div>
      <div
        id={`panel-${current.id}`}
        role="tabpanel"
        aria-labelledby={`tab-${current.id}`}
        class="panel"
      >
        <Pane />
      </div>
    </>
  );
}
