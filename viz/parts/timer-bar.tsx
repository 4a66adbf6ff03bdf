/**
 * A timer from when it was set to its deadline, with a handle where now is. Who drags the handle to the end lets the
 * timer run out; the button beside it does the same for the keyboard.
 */
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface TimerBarProps {
  /** Share of its time that is left: 1 when it has just been set. */
  readonly left: number;
  readonly name: string;
  readonly onDeadline: () => void;
}

/** So near to the deadline is at it, in pixels. */
const NEAR = 10;

export function TimerBar({ left, name, onDeadline }: TimerBarProps) {
  const bar = useRef<HTMLDivElement>(null);
  /** Where the handle has been dragged to; undefined while nobody drags it. */
  const dragged = useSignal<number | undefined>(undefined);
  const now = dragged.value ?? 1 - left;
  useLayoutEffect(() => {
    bar.current?.style.setProperty('--now', `${now}`);
  }, [now]);
  const follow = ({ clientX }: PointerEvent) => {
    const { left: from, width } = (bar.current as HTMLElement).getBoundingClientRect();
    // Time does not go back.
    dragged.value = Math.min(Math.max((clientX - from) / width, 1 - left), 1);
  };
  const released = (event: PointerEvent) => {
    if (dragged.peek() === undefined) return;
    follow(event);
    const width = bar.current?.clientWidth ?? 0;
    const isThere = width - (dragged.peek() ?? 0) * width < NEAR;
    dragged.value = undefined;
    if (isThere) onDeadline();
  };
  const isAtEnd = dragged.value !== undefined && dragged.value === 1;
  return (
    <div ref={bar} class={`timer-bar ${isAtEnd ? 'at-end' : ''}`} aria-hidden="true">
      <span class="timer-left" />
      <span
        class="timer-now"
        title={`Now. Drag it to the end to let ${name} run out, in a branch`}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.preventDefault();
          event.currentTarget.setPointerCapture(event.pointerId);
          follow(event);
        }}
        onPointerMove={(event) => dragged.peek() !== undefined && follow(event)}
        onPointerUp={released}
        onPointerCancel={() => {
          dragged.value = undefined;
        }}
      />
    </div>
  );
}
