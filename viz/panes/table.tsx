/** The twin of the drawings as tables: events, states and transitions, timers. The cursor is the same. */
import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { StateTable, TransitionTable } from '../parts/chart-tables.tsx';
import { EventTable } from '../parts/event-table.tsx';
import { TimerTable } from '../parts/timer-table.tsx';

const TABLES: readonly { id: string; title: string; pane: ComponentType }[] = [
  { id: 'events', title: 'Events', pane: EventTable },
  { id: 'states', title: 'States', pane: StateTable },
  { id: 'transitions', title: 'Transitions', pane: TransitionTable },
  { id: 'timers', title: 'Timers', pane: TimerTable },
];

const shown = signal('events');

export function Table() {
  const { pane: Shown } = TABLES.find(({ id }) => id === shown.value) ?? { pane: EventTable };
  return (
    <div class="table-pane">
      <fieldset class="chips">
        <legend class="unseen">Table</legend>
        {TABLES.map(({ id, title }) => (
          <button
            key={id}
            type="button"
            class="chip"
            aria-pressed={id === shown.value}
            onClick={() => {
              shown.value = id;
            }}
          >
            {title}
          </button>
        ))}
      </fieldset>
      <Shown />
    </div>
  );
}
