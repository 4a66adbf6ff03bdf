/** A canvas that is as sharp as the screen, and drawn at most once a frame. */

export class Surface {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  /** In CSS pixels. */
  width = 0;
  height = 0;
  readonly #draw: () => void;
  readonly #observer: ResizeObserver;
  readonly #abort = new AbortController();
  #frame = 0;

  /** @param draw is called in an animation frame, with the context scaled to CSS pixels and the picture cleared */
  constructor(canvas: HTMLCanvasElement, draw: () => void) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d') as CanvasRenderingContext2D;
    this.#draw = draw;
    this.#observer = new ResizeObserver(() => this.fit());
    this.#observer.observe(canvas);
    this.#watchRatio();
  }

  /** To the size that the page gives the canvas. */
  fit(): void {
    const { canvas } = this;
    const { clientWidth, clientHeight } = canvas;
    if (clientWidth === 0 || clientHeight === 0) return;
    const ratio = devicePixelRatio;
    const width = Math.round(clientWidth * ratio);
    const height = Math.round(clientHeight * ratio);
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    this.width = clientWidth;
    this.height = clientHeight;
    // A canvas that was made larger is empty, and would flash.
    this.#now();
  }

  /** A window that is moved to another screen has other pixels. */
  #watchRatio(): void {
    const { signal } = this.#abort;
    const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    const changed = () => {
      this.fit();
      this.#watchRatio();
    };
    query.addEventListener('change', changed, { once: true, signal });
  }

  ask(): void {
    this.#frame ||= requestAnimationFrame(() => this.#now());
  }

  dispose(): void {
    this.#observer.disconnect();
    this.#abort.abort();
    cancelAnimationFrame(this.#frame);
  }

  #now(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const { context, width, height } = this;
    if (width === 0) return;
    const ratio = this.canvas.width / width;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    this.#draw();
  }
}
