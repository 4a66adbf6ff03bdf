/** The ladder's events as a table: the same ones, under the same filter. */
import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { rowsOf } from '../ladder/rows.ts';
import type { ClauseText } from '../protocol.ts';
import { ask } from '../rpc.ts';
import { choice, choose, columns } from '../state/ladder.ts';
import { at, dispatch, run } from '../state/run.ts';
import type { EventRow } from '../table/protocol.ts';
import { Grid, type GridColumn } from './grid.tsx';

const COLUMNS: readonly GridColumn[] = [
  { title: 'Record', class: 'cell-id' },
  { title: 'Time', class: 'cell-time' },
  { title: 'Who', class: 'cell-who' },
  { title: 'What', class: 'cell-text' },
  { title: 'By', class: 'cell-clauses' },
];

/** Positions of the events that have a row. */
const shown = computed(() => {
  const all = columns.value;
  return all === undefined ? new Int32Array() : rowsOf(all, choice.value).shown;
});

/** The last row up to the cursor: an event of the record, or what was before. */
const chosen = computed(() => {
  const n = columns.value?.n;
  const rows = shown.value;
  if (n === undefined) return -1;
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((n[rows[middle] as number] as number) <= at.value) low = middle + 1;
    else high = middle;
  }
  // Of its events, the first: that is what came.
  let first = low - 1;
  while (first > 0 && n[rows[first - 1] as number] === n[rows[first] as number]) first -= 1;
  return first;
});

export function EventTable() {
  const number = run.value?.run;
  const rows = shown.value;
  const fetch = useMemo(
    () => async (from: number, to: number) =>
      number === undefined
        ? []
        : ask('eventRows', { run: number, events: [...rows.subarray(from, to)] }),
    [number, rows],
  );
  return (
    <>
      <label class="table-option">
        <input
          type="checkbox"
          checked={choice.value.hasDetails === true}
          onChange={({ currentTarget }) => choose({ hasDetails: currentTarget.checked })}
        />
        with details
      </label>
      <Grid<EventRow>
        id="events"
        label="Events of the run"
        columns={COLUMNS}
        count={rows.length}
        fetch={fetch}
        cells={cellsOf}
        chosen={chosen.value}
        onChoose={(index) => {
          const n = columns.peek()?.n[rows[index] as number];
          if (n !== undefined) dispatch({ do: 'seek', at: n });
        }}
      />
    </>
  );
}

function cellsOf({ id, time, who, connection, text, clauses }: EventRow) {
  const whom = connection === '' || connection === who ? who : `${who} (${connection})`;
  return [id, time, whom, text, <ClauseIds key="clauses" clauses={clauses} />];
}

export function ClauseIds({ clauses }: { readonly clauses: readonly ClauseText[] }) {
  return (
    <>
      {clauses.map(({ id, summary }) => (
        <abbr key={id} class="clause-id" title={summary}>
          {id}
        </abbr>
      ))}
    </>
  );
}
