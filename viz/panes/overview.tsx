/** The whole run as a strip; what the ladder shows of it is a window that can be moved. */
import { computed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Overview as Strip } from '../ladder/overview.ts';
import { firstAt, rowsOf } from '../ladder/rows.ts';
import { choice, columns, ladder, seen } from '../state/ladder.ts';
import { ladderTheme } from '../state/ladder-theme.ts';
import { reading } from '../state/reading.ts';
import { at, dispatch } from '../state/run.ts';

/** Those of the ladder; while another view is in its place, the same without it. */
const rowsNow = computed(() => {
  const own = columns.value;
  return seen.value?.rows ?? (own && rowsOf(own, choice.value));
});

export function Overview() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const strip = useRef<Strip | undefined>(undefined);
  useEffect(() => {
    const made = new Strip(canvas.current as HTMLCanvasElement, {
      onWindow: (window) => ladder.peek()?.setView(window),
      onPlace: seekRow,
    });
    strip.current = made;
    return () => made.dispose();
  }, []);
  useEffect(() => strip.current?.setTheme(ladderTheme.value), [ladderTheme.value]);
  const rows = rowsNow.value;
  useEffect(() => {
    const own = columns.peek();
    if (own !== undefined && rows !== undefined) strip.current?.setColumns(own, rows);
  }, [rows]);
  useEffect(() => {
    if (seen.value !== undefined) strip.current?.setWindow(seen.value.window);
  }, [seen.value]);
  useEffect(() => strip.current?.setCursor(at.value), [at.value]);
  return (
    <>
      <canvas
        id="overview"
        ref={canvas}
        class="overview"
        role="img"
        aria-label="How much happens when, over the whole run"
        title="How much happens when. Below it, in red what was lost, in violet takeovers, in green wills"
      />
      <Progress />
    </>
  );
}

/** The record that is nearest to a row. */
function seekRow(row: number): void {
  const own = columns.peek();
  const rows = rowsNow.peek();
  if (own === undefined || rows === undefined) return;
  const event = rows.shown[Math.min(firstAt(rows, row), rows.shown.length - 1)];
  const n = event === undefined ? undefined : own.n[event];
  if (n !== undefined) dispatch({ do: 'seek', at: n });
}

function Progress() {
  const now = reading.value;
  if (now === undefined) return null;
  const records = now.records.toLocaleString('en-US');
  return <output class="reading">{`Reading ${now.name}: ${records} records`}</output>;
}
