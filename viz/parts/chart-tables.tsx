/** A chart as two tables: its states, with those that are active, and its transitions. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ChartName } from '../../machines/index.ts';
import { CHARTS } from '../charts.ts';
import { marksOf } from '../marks.ts';
import { ask } from '../rpc.ts';
import { moment } from '../state/look.ts';
import { chart, clientId, dispatch, sayTrouble } from '../state/run.ts';
import type { TransitionRow } from '../table/protocol.ts';
import { ClauseIds } from './event-table.tsx';
import { Scroll } from './scroll.tsx';

/** Of the chart that is chosen: asked for once, as it never changes. */
function useTransitions(): readonly TransitionRow[] {
  const rows = useSignal<readonly TransitionRow[]>([]);
  const name = chart.value;
  useEffect(() => {
    let isWanted = true;
    ask('transitionRows', { chart: name }).then(
      (all) => {
        if (isWanted) rows.value = all;
      },
      (error) => sayTrouble('', error),
    );
    return () => {
      isWanted = false;
    };
  }, [name]);
  return rows.value;
}

export function StateTable() {
  const rows = useTransitions();
  const { states = [], of = [] } = moment.value?.active[chart.value] ?? {};
  const { active, within } = marksOf(states);
  const names = [...new Set(rows.flatMap(({ from, to }) => [from, ...to.split(', ')]))];
  return (
    <>
      <WhichChart />
      <p class="quiet table-note">
        {of.length === 0
          ? `"${clientId.value}" has no ${chart.value} yet.`
          : `After the record at the cursor: ${of.join(', ')}.`}
      </p>
      <Scroll id="states-table" label="States">
        <table class="plain-table">
          <thead>
            <tr>
              <th scope="col">State</th>
              <th scope="col">Now</th>
              <th scope="col">Answers to</th>
            </tr>
          </thead>
          <tbody>
            {names.filter(Boolean).map((name) => (
              <tr key={name} class={active.has(name) ? 'current' : ''}>
                <th scope="row">{name}</th>
                <td>{active.has(name) ? 'active' : within.has(name) ? 'within' : ''}</td>
                <td>
                  {[
                    ...new Set(rows.filter(({ from }) => from === name).map(({ event }) => event)),
                  ].join(', ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

export function TransitionTable() {
  const rows = useTransitions();
  return (
    <>
      <WhichChart />
      <Scroll id="transitions-table" label="Transitions">
        <table class="plain-table transitions">
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">Event</th>
              <th scope="col">If</th>
              <th scope="col">To</th>
              <th scope="col">Does</th>
              <th scope="col">By</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                <td>{row.from}</td>
                <td>{row.event}</td>
                <td>{row.guard}</td>
                <td>{row.to || 'stays'}</td>
                <td>{row.actions}</td>
                <td>
                  <ClauseIds clauses={row.clauses} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

function WhichChart() {
  return (
    <label class="table-option">
      Chart
      <select
        value={chart.value}
        onChange={({ currentTarget }) =>
          dispatch({ do: 'chart', chart: currentTarget.value as ChartName })
        }
      >
        {CHARTS.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}
