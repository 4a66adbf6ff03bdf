/** What is under the pointer, in a sentence beside it. For who cannot point, the record at the cursor is told. */
import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { clock } from '../../sim/render/sentences/words.ts';
import type { Hovered } from '../ladder/ladder-canvas.ts';
import { ask } from '../rpc.ts';
import { columns } from '../state/ladder.ts';
import { run } from '../state/run.ts';

/** Who only passes by wants to know nothing. */
const AFTER_MS = 120;
const AWAY = 14;

export function LadderTip({ hovered }: { hovered: Hovered | undefined }) {
  const box = useRef<HTMLDivElement>(null);
  const told = useSignal<{ readonly event: number; readonly text: string } | undefined>(undefined);
  const event = hovered?.event;
  useEffect(() => {
    told.value = undefined;
    const number = run.peek()?.run;
    if (event === undefined || number === undefined) return;
    const timer = setTimeout(async () => {
      const text = await ask('tell', { run: number, event }).catch(() => '');
      told.value = { event, text };
    }, AFTER_MS);
    return () => clearTimeout(timer);
  }, [event]);
  const isTold = told.value !== undefined && told.value.event === event;
  useLayoutEffect(() => {
    if (box.current !== null && hovered !== undefined) put(box.current, hovered);
  }, [hovered, isTold]);
  const own = columns.value;
  if (!isTold || own === undefined || event === undefined) return null;
  return (
    <div ref={box} class="ladder-tip" aria-hidden="true">
      <span class="number">{`${clock(own.timeMs[event] ?? 0)}, record ${own.n[event]}`}</span>
      {told.value?.text}
    </div>
  );
}

/** Beside the pointer, within the ladder. */
function put(box: HTMLElement, { x, y }: Hovered): void {
  const { clientWidth, clientHeight } = box.parentElement as HTMLElement;
  const isLeft = x + AWAY + box.offsetWidth > clientWidth;
  const left = isLeft ? Math.max(0, x - AWAY - box.offsetWidth) : x + AWAY;
  const top = Math.min(y + AWAY, clientHeight - box.offsetHeight - 4);
  box.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}
