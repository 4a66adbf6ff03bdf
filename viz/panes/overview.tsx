/** The whole run as a strip; what the ladder shows of it is a window that can be moved. */
import { useEffect, useRef } from 'preact/hooks';
import { Overview as Strip } from '../ladder/overview.ts';
import { firstAt } from '../ladder/rows.ts';
import { columns, ladder, seen } from '../state/ladder.ts';
import { ladderTheme } from '../state/ladder-theme.ts';
import { reading } from '../state/reading.ts';
import { at, dispatch } from '../state/run.ts';

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
  const rows = seen.value?.rows;
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
      />
      <Progress />
    </>
  );
}

/** The record that is nearest to a row. */
function seekRow(row: number): void {
  const own = columns.peek();
  const rows = seen.peek()?.rows;
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
