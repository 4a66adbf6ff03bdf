/** The ladder: drawn on a canvas from the columns of the run; the cursor moves over it. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { LadderColumns } from '../ladder/columns.ts';
import { type Hovered, LadderCanvas } from '../ladder/ladder-canvas.ts';
import { LadderFoot } from '../parts/ladder-foot.tsx';
import { LadderTip } from '../parts/ladder-tip.tsx';
import { ask } from '../rpc.ts';
import { matches } from '../state/filter.ts';
import { choice, columns, ladder, seen } from '../state/ladder.ts';
import { ladderTheme } from '../state/ladder-theme.ts';
import { at, dispatch, run } from '../state/run.ts';

/** What was drawn last. */
let before: LadderColumns | undefined;

export function Ladder() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const hovered = useSignal<Hovered | undefined>(undefined);
  useEffect(() => {
    const made = new LadderCanvas(canvas.current as HTMLCanvasElement, {
      onSeek: (n) => dispatch({ do: 'seek', at: n }),
      onHover: (event) => {
        hovered.value = event;
      },
      onView: (rows, window) => {
        seen.value = { rows, window };
      },
      onWordsWanted: (from, to) => fetchWords(made, from, to),
    });
    ladder.value = made;
    return () => {
      ladder.value = undefined;
      // What is opened meanwhile has other rows.
      seen.value = undefined;
      made.dispose();
    };
  }, []);
  useLadder((own) => own.setTheme(ladderTheme.value), [ladderTheme.value]);
  useLadder((own) => own.setChoice(choice.value), [choice.value]);
  const drawn = columns.value;
  /** Whose columns these are: a run that is live grows, and is not drawn from its beginning each time. */
  const drawnRun = useRef<number | undefined>(undefined);
  useLadder(
    (own) => {
      if (drawn === undefined) return;
      const open = run.peek();
      const isGrown = open?.source.kind === 'live' && open.run === drawnRun.current;
      drawnRun.current = open?.run;
      // Who comes back from another view finds what was seen before.
      own.setColumns(drawn, !isGrown, drawn === before ? seen.peek()?.window : undefined);
      before = drawn;
      own.setCursor(at.peek());
      // For who measures how long it takes until there is something to see.
      requestAnimationFrame(() => performance.mark('lifeline-ladder'));
    },
    [drawn],
  );
  useLadder((own) => own.setCursor(at.value), [at.value]);
  return (
    <div class="ladder-box">
      <canvas
        id="ladder"
        ref={canvas}
        class="ladder"
        role="img"
        aria-label="What happened, as a ladder: lanes for the clients and the broker, time downwards. The record at the cursor is told beside it."
      />
      {matches.value?.records.length === 0 && (
        <p class="ladder-none quiet">No record matches the filter.</p>
      )}
      <LadderTip hovered={hovered.value} />
      <LadderFoot />
    </div>
  );
}

/** Does something with the canvas that is there, whenever what it depends on has changed. */
function useLadder(act: (own: LadderCanvas) => void, on: readonly unknown[]): void {
  const own = ladder.value;
  useEffect(() => {
    if (own !== undefined) act(own);
  }, [own, ...on]);
}

/** What is asked for already: while it is on its way, each picture would ask again. */
let asked = '';

/** While a file is being read there are no words yet. */
function fetchWords(own: LadderCanvas, from: number, to: number): void {
  const number = run.peek()?.run;
  const key = `${number} ${from} ${to}`;
  if (number === undefined || key === asked) return;
  asked = key;
  const wanted = columns.peek();
  ask('words', { run: number, from, to }).then(
    (words) => {
      if (asked === key) asked = '';
      if (columns.peek() === wanted) own.addWords(from, words);
    },
    () => undefined,
  );
}
