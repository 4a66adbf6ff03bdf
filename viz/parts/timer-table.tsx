/** The timers lane as a table: every timer of the run, since when, until when, and how it ended. */
import { computed, signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { ask } from '../rpc.ts';
import { at, dispatch, run, sayTrouble } from '../state/run.ts';
import type { TimerRow } from '../table/protocol.ts';
import { Grid, type GridColumn } from './grid.tsx';

const COLUMNS: readonly GridColumn[] = [
  { title: 'Timer', class: 'cell-name' },
  { title: 'Of', class: 'cell-part' },
  { title: 'Set', class: 'cell-span' },
  { title: 'Over', class: 'cell-span' },
  { title: 'How', class: 'cell-text' },
];

const rows = signal<readonly TimerRow[]>([]);

/** The last that was set by then. */
const chosen = computed(() => rows.value.findLastIndex(({ from }) => from <= at.value));

const HOW: Readonly<Record<TimerRow['outcome'], string>> = {
  fired: 'ran out',
  cleared: 'was stopped',
  runs: 'still runs at the end',
};

export function TimerTable() {
  const open = run.value;
  useEffect(() => {
    if (open === undefined) return;
    ask('timerRows', { run: open.run }).then(
      (all) => {
        if (run.peek()?.run === open.run) rows.value = all;
      },
      (error) => sayTrouble('', error),
    );
  }, [open]);
  const all = rows.value;
  const fetch = useMemo(() => async (from: number, to: number) => all.slice(from, to), [all]);
  return (
    <Grid<TimerRow>
      id="timer-rows"
      label="Timers of the run"
      columns={COLUMNS}
      count={all.length}
      fetch={fetch}
      cells={cellsOf}
      chosen={chosen.value}
      onChoose={(index) => {
        const row = all[index];
        if (row !== undefined) dispatch({ do: 'seek', at: row.from });
      }}
      rowClass={(index) => (isRunning(all[index]) ? 'running' : '')}
    />
  );
}

function isRunning(row: TimerRow | undefined): boolean {
  return row !== undefined && row.from <= at.value && (row.to === 0 || row.to > at.value);
}

function cellsOf({ name, whose, part, from, fromTime, to, toTime, outcome, timesSet }: TimerRow) {
  const again = timesSet > 1 ? `, set ${timesSet} times` : '';
  return [
    name,
    whose === '' ? part : `${whose} (${part})`,
    `${from} · ${fromTime}`,
    to === 0 ? '' : `${to} · ${toTime}`,
    `${HOW[outcome]}${again}`,
  ];
}
