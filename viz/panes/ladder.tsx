/** The ladder: drawn once for a run; the cursor moves over it. */
import { useEffect, useRef } from 'preact/hooks';
import { drawing, reveal } from '../dom.ts';
import { Scroll } from '../parts/scroll.tsx';
import type { Ladder as Drawn } from '../protocol.ts';
import { ask } from '../rpc.ts';
import { at, dispatch, run, sayTrouble } from '../state/run.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** Above the heads there are only title and summary, which the page says itself. */
const TOP = 78;
const HEADS = 40;
const CURSOR_HEIGHT = 26;

export function Ladder() {
  const box = useRef<HTMLElement>(null);
  const shown = useRef<Shown | undefined>(undefined);
  const opened = run.value;
  const n = at.value;
  useEffect(() => {
    if (opened === undefined) return;
    const { run: number, title } = opened;
    ask('ladder', { run: number, title }).then(
      (ladder) => {
        if (box.current === null || run.peek()?.run !== number) return;
        shown.current = drawInto(box.current, ladder);
        moveCursor(box.current, shown.current, at.peek());
      },
      (error) => sayTrouble('', error),
    );
  }, [opened?.run]);
  useEffect(() => {
    if (box.current !== null && shown.current !== undefined) {
      moveCursor(box.current, shown.current, n);
    }
  }, [n]);
  return (
    <Scroll
      id="ladder"
      label="What happened, as a ladder"
      box={box}
      onClick={({ target }) => clicked(target)}
    />
  );
}

interface Shown {
  readonly rows: Drawn['rows'];
  readonly svg: SVGSVGElement;
  readonly cursor: Element;
}

function drawInto(box: HTMLElement, ladder: Drawn): Shown {
  const svg = drawing(ladder.svg);
  const [, , width = 0, height = 0] = (svg.getAttribute('viewBox') ?? '').split(' ').map(Number);
  svg.setAttribute('viewBox', `0 ${TOP} ${width} ${height - TOP - HEADS}`);
  svg.removeAttribute('height');
  svg.setAttribute('width', '100%');
  const cursor = document.createElementNS(SVG, 'rect');
  for (const [key, value] of Object.entries({ class: 'cursor', x: 0, width })) {
    cursor.setAttribute(key, `${value}`);
  }
  svg.querySelector('.paper')?.after(cursor);
  box.replaceChildren(svg);
  return { rows: ladder.rows, svg, cursor };
}

function moveCursor(box: HTMLElement, { rows, svg, cursor }: Shown, n: number): void {
  const own = rows.filter((row) => row.n === n);
  const from = own[0]?.y ?? rows.findLast((row) => row.n <= n)?.y ?? TOP;
  const to = own.at(-1)?.y ?? from;
  cursor.setAttribute('y', `${from - CURSOR_HEIGHT / 2}`);
  cursor.setAttribute('height', `${to - from + CURSOR_HEIGHT}`);
  reveal(box, 0, (from - TOP) * (svg.clientWidth / (svg.viewBox.baseVal.width || 1)));
}

function clicked(target: EventTarget | null): void {
  const id = (target as Element | null)?.closest?.('[data-id]')?.getAttribute('data-id');
  if (id) dispatch({ do: 'seek', at: Number.parseInt(id, 10) });
}
