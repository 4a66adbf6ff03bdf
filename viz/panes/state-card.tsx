/** A state of the chart that was chosen, and where it can go from there: event, guard, target, clauses. */
import { effect, signal } from '@preact/signals';
import type { ChartName } from '../../machines/index.ts';
import type { Outgoing } from '../protocol.ts';
import { ask } from '../rpc.ts';
import { chart, sayTrouble } from '../state/run.ts';
import { Clauses } from './inspector.tsx';

/** Path of the state; empty for none. */
const chosenState = signal('');
const outgoing = signal<readonly Outgoing[]>([]);

effect(() => {
  // Another chart has other states.
  void chart.value;
  chosenState.value = '';
});

export async function chooseState(name: ChartName, state: string): Promise<void> {
  try {
    const rows = await ask('outgoing', { chart: name, state });
    outgoing.value = rows;
    chosenState.value = state;
  } catch (error) {
    sayTrouble(`the state ${state}`, error);
  }
}

export function StateCard() {
  const state = chosenState.value;
  if (state === '') return null;
  const rows = outgoing.value;
  return (
    <section class="state-card" aria-label={`Transitions out of ${state}`}>
      <div class="pane-head">
        <h3>
          {state}: {rows.length === 0 ? 'nothing leads out of it' : 'what it answers to'}
        </h3>
        <button
          type="button"
          class="plain"
          aria-label="Close"
          onClick={() => {
            chosenState.value = '';
          }}
        >
          ✕
        </button>
      </div>
      <ol class="links">
        {rows.map((row, i) => (
          <li key={i}>
            <p>
              <span class="name">{row.event}</span>
              {row.guard !== '' && <span class="quiet"> if {row.guard}</span>}{' '}
              <span class="state-name">{row.to === '' ? 'stays' : `→ ${row.to}`}</span>
            </p>
            {row.actions !== '' && <p class="quiet">{row.actions}</p>}
            <Clauses own={row.clauses} />
          </li>
        ))}
      </ol>
    </section>
  );
}
