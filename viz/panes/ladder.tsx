/** The ladder: drawn on a canvas from the columns of the run; the cursor moves over it. */
import { useEffect, useRef } from 'preact/hooks';
import { LadderCanvas } from '../ladder/ladder-canvas.ts';
import { themeOf } from '../ladder/theme.ts';
import { ask } from '../rpc.ts';
import { at, dispatch, run, sayTrouble } from '../state/run.ts';
import { theme } from '../state/theme.ts';

export function Ladder() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const ladder = useRef<LadderCanvas | undefined>(undefined);
  const opened = run.value;
  const n = at.value;
  useEffect(() => {
    const made = new LadderCanvas(canvas.current as HTMLCanvasElement, {
      onSeek: (record) => dispatch({ do: 'seek', at: record }),
      onHover: () => undefined,
      onView: () => undefined,
      onWordsWanted: (from, to) => {
        const number = run.peek()?.run;
        if (number === undefined) return;
        ask('words', { run: number, from, to }).then((words) => made.addWords(from, words));
      },
    });
    ladder.current = made;
    return () => made.dispose();
  }, []);
  useEffect(() => {
    const element = canvas.current as HTMLCanvasElement;
    ladder.current?.setTheme(
      themeOf(getComputedStyle(element), matchMedia('(forced-colors: active)').matches),
    );
  }, [theme.value]);
  useEffect(() => {
    if (opened === undefined) return;
    ask('columns', { run: opened.run }).then(
      (columns) => {
        ladder.current?.setCursor(at.peek());
        ladder.current?.setColumns(columns, true);
      },
      (error) => sayTrouble('', error),
    );
  }, [opened?.run]);
  useEffect(() => ladder.current?.setCursor(n), [n]);
  return <canvas id="ladder" ref={canvas} class="ladder" aria-label="What happened, as a ladder" />;
}
