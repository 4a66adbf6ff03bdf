/**
 * A table of any length: as many rows of markup as fit, moved to where the reader is and filled with what stands
 * there. Screen readers are told how many rows there are; arrows move the chosen one.
 */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { sayTrouble } from '../state/run.ts';
import { type Frame, firstRow, heightOf, ROW_HEIGHT, revealed, rowTop } from '../table/frame.ts';

export interface GridColumn {
  readonly title: string;
  /** Class of its cells, which has its width. */
  readonly class: string;
}

interface GridProps<Row> {
  readonly id: string;
  readonly label: string;
  readonly columns: readonly GridColumn[];
  /** Rows in all. */
  readonly count: number;
  /** Rows from one to before another. Another function means other rows. */
  readonly fetch: (from: number, to: number) => Promise<readonly Row[]>;
  readonly cells: (row: Row) => readonly ComponentChildren[];
  readonly rowClass?: (index: number) => string;
  /** -1 for none. */
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}

/** Rows above and below what is seen. */
const BEYOND = 8;

export function Grid<Row>(props: GridProps<Row>) {
  const { id, label, columns, count, chosen } = props;
  const box = useRef<HTMLDivElement>(null);
  const frame = useSignal<Frame>({ scrollTop: 0, height: 600, count });
  const measure = () => {
    const { scrollTop = 0, clientHeight = 0 } = box.current ?? {};
    frame.value = { scrollTop, height: Math.max(clientHeight, ROW_HEIGHT), count };
  };
  const reveal = () => {
    if (box.current === null || chosen < 0) return;
    const { scrollTop, clientHeight: height } = box.current;
    const to = revealed({ scrollTop, height, count }, chosen);
    if (to !== undefined) box.current.scrollTop = to;
  };
  useEffect(() => {
    const watched = box.current;
    if (watched === null) return;
    const observer = new ResizeObserver(() => {
      measure();
      reveal();
    });
    observer.observe(watched);
    return () => observer.disconnect();
  }, [count, chosen]);
  useLayoutEffect(reveal, [chosen, count]);
  const now = { ...frame.value, count };
  const visible = Math.ceil(now.height / ROW_HEIGHT);
  const from = Math.max(0, firstRow(now) - BEYOND);
  const to = Math.min(count, firstRow(now) + visible + BEYOND);
  const rows = useRows(props.fetch, from, to);
  const pool = visible + 2 * BEYOND + 1;
  const keyed = (event: KeyboardEvent) => {
    const next = nextRow(event.key, chosen, count, visible);
    if (next === undefined) return;
    event.preventDefault();
    props.onChoose(next);
  };
  return (
    <div ref={box} class="grid-box" onScroll={measure}>
      <table
        id={id}
        class="grid"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: arrows move the chosen row
        role="grid"
        aria-label={label}
        aria-rowcount={count + 1}
        aria-activedescendant={chosen >= from && chosen < to ? `${id}-${chosen}` : undefined}
        tabIndex={0}
        onKeyDown={keyed}
      >
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <th key={column.title} scope="col" class={column.class}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody style={{ height: `${heightOf(count)}px` }}>
          {Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i).map((index) => (
            <tr
              key={index % pool}
              id={`${id}-${index}`}
              class={props.rowClass?.(index) ?? ''}
              aria-rowindex={index + 2}
              aria-selected={index === chosen}
              style={{ transform: `translateY(${rowTop(now, index)}px)` }}
              onClick={() => props.onChoose(index)}
            >
              <Cells columns={columns} cells={cellsAt(rows, index, props.cells)} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellsProps {
  readonly columns: readonly GridColumn[];
  readonly cells: readonly ComponentChildren[] | undefined;
}

function Cells({ columns, cells }: CellsProps) {
  return (
    <>
      {columns.map((column, at) => (
        <td key={column.title} class={column.class}>
          {cells?.[at] ?? ''}
        </td>
      ))}
    </>
  );
}

interface Filled<Row> {
  readonly from: number;
  readonly rows: readonly Row[];
  readonly fetch: unknown;
}

/** The last that have come stay until others do, so that a table that scrolls does not flicker. */
function useRows<Row>(fetch: GridProps<Row>['fetch'], from: number, to: number): Filled<Row> {
  const filled = useSignal<Filled<Row>>({ from: 0, rows: [], fetch });
  const wanted = useRef('');
  useEffect(() => {
    const own = `${from} ${to}`;
    wanted.current = own;
    if (to <= from) return;
    let isWanted = true;
    fetch(from, to).then(
      (rows) => {
        if (isWanted && wanted.current === own) filled.value = { from, rows, fetch };
      },
      (error) => sayTrouble('', error),
    );
    return () => {
      isWanted = false;
    };
  }, [fetch, from, to]);
  const { value } = filled;
  return value.fetch === fetch ? value : { from: 0, rows: [], fetch };
}

function cellsAt<Row>(
  { from, rows }: Filled<Row>,
  index: number,
  cells: GridProps<Row>['cells'],
): readonly ComponentChildren[] | undefined {
  const row = rows[index - from];
  return row === undefined ? undefined : cells(row);
}

function nextRow(key: string, chosen: number, count: number, visible: number): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: chosen + 1,
    ArrowUp: chosen - 1,
    PageDown: chosen + visible - 1,
    PageUp: chosen - visible + 1,
    Home: 0,
    End: count - 1,
  };
  const next = steps[key];
  return next === undefined || count === 0 ? undefined : Math.min(Math.max(next, 0), count - 1);
}
