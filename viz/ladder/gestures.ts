/** What a pointer does on a canvas, in the words of what it is for. */

export interface Gestures {
  /** Moved by so many pixels. */
  readonly pan: (x: number, y: number) => void;
  /** By that factor, with what is at the place staying there. */
  readonly zoom: (factor: number, x: number, y: number) => void;
  readonly click: (x: number, y: number) => void;
  readonly doubleClick: (x: number, y: number) => void;
  /** Undefined when the pointer has left. */
  readonly hover: (at: { readonly x: number; readonly y: number } | undefined) => void;
}

/** Less than that is a click with an unsteady hand. */
const DRAG_FROM = 4;
const LINE_HEIGHT = 16;
const PAGE_HEIGHT = 400;
/** A notch of the wheel, or a pinch, makes it larger by that for each pixel. */
const ZOOM_PER_PIXEL = 1.0022;

/** @returns what takes the listeners away again */
export function listenTo(canvas: HTMLCanvasElement, gestures: Gestures): () => void {
  const abort = new AbortController();
  const { signal } = abort;
  const pointers = new Map<number, { x: number; y: number }>();
  let isDragging = false;
  let spread = 0;

  const place = ({ clientX, clientY }: MouseEvent) => {
    const box = canvas.getBoundingClientRect();
    return { x: clientX - box.left, y: clientY - box.top };
  };

  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const unit = [1, LINE_HEIGHT, PAGE_HEIGHT][event.deltaMode] ?? 1;
      const { x, y } = place(event);
      if (event.ctrlKey || event.metaKey) {
        // A pinch on a trackpad comes as small steps with the control key.
        const strength = Math.abs(event.deltaY) < 20 ? 4 : 1;
        gestures.zoom(ZOOM_PER_PIXEL ** (-event.deltaY * unit * strength), x, y);
      } else if (event.shiftKey && event.deltaX === 0) gestures.pan(event.deltaY * unit, 0);
      else gestures.pan(event.deltaX * unit, event.deltaY * unit);
    },
    { passive: false, signal },
  );

  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    pointers.set(event.pointerId, place(event));
    isDragging = pointers.size > 1;
    spread = spreadOf(pointers);
  };

  const move = (event: PointerEvent) => {
    const at = place(event);
    const before = pointers.get(event.pointerId);
    if (before === undefined) {
      gestures.hover(at);
      return;
    }
    if (!isDragging && Math.hypot(at.x - before.x, at.y - before.y) < DRAG_FROM) return;
    if (!isDragging) {
      isDragging = true;
      canvas.setPointerCapture(event.pointerId);
      gestures.hover(undefined);
    }
    pointers.set(event.pointerId, at);
    if (pointers.size === 1) gestures.pan(before.x - at.x, before.y - at.y);
    else {
      const now = spreadOf(pointers);
      const { x, y } = middleOf(pointers);
      if (spread > 0 && now > 0) gestures.zoom(now / spread, x, y);
      gestures.pan((before.x - at.x) / 2, (before.y - at.y) / 2);
      spread = now;
    }
  };

  const up = (event: PointerEvent) => {
    if (!pointers.delete(event.pointerId)) return;
    if (!isDragging && event.type === 'pointerup') {
      const { x, y } = place(event);
      gestures.click(x, y);
    }
    if (pointers.size === 0) isDragging = false;
  };

  canvas.addEventListener('pointerdown', down, { signal });
  canvas.addEventListener('pointermove', move, { signal });
  canvas.addEventListener('pointerup', up, { signal });
  canvas.addEventListener('pointercancel', up, { signal });
  canvas.addEventListener('pointerleave', () => gestures.hover(undefined), { signal });
  canvas.addEventListener(
    'dblclick',
    (event) => {
      const { x, y } = place(event);
      gestures.doubleClick(x, y);
    },
    { signal },
  );
  return () => abort.abort();
}

function spreadOf(pointers: ReadonlyMap<number, { x: number; y: number }>): number {
  const [first, second] = [...pointers.values()];
  return first && second ? Math.hypot(first.x - second.x, first.y - second.y) : 0;
}

function middleOf(pointers: ReadonlyMap<number, { x: number; y: number }>) {
  const all = [...pointers.values()];
  const sum = (key: 'x' | 'y') => all.reduce((total, each) => total + each[key], 0) / all.length;
  return { x: sum('x'), y: sum('y') };
}
