/** The ladder: drawn once for a trace; the cursor moves over it. */
import { byId, drawing, reveal } from '../dom.ts';
import type { Ladder } from '../protocol.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** Above the heads there are only title and summary, which the page says itself. */
const TOP = 78;
const HEADS = 40;
/** Words are as large on the screen as room between the rows allows. */
const WORDS = { screen: 12, least: 12, most: 16 };
const CURSOR_HEIGHT = 26;
/** The lifelines end that far below the last event. */
const UNDER_LAST = 34;

export class LadderPane {
  readonly #box = byId('ladder');
  readonly #onSeek: (n: number) => void;
  #ladder: Ladder | undefined;
  #svg: SVGSVGElement | undefined;
  #cursor: Element | undefined;
  #later: Element | undefined;

  constructor(onSeek: (n: number) => void) {
    this.#onSeek = onSeek;
    this.#box.addEventListener('click', ({ target }) => this.#clicked(target));
  }

  open(ladder: Ladder): void {
    const svg = drawing(ladder.svg);
    const [, , width = 0, height = 0] = (svg.getAttribute('viewBox') ?? '').split(' ').map(Number);
    scaled(svg, width, TOP + HEADS, height - TOP - HEADS);
    this.#cursor = rect('cursor', width, CURSOR_HEIGHT);
    this.#later = rect('later', width, 0);
    svg.querySelector('.paper')?.after(this.#cursor);
    svg.append(this.#later);
    this.#box.replaceChildren(this.#heads(svg, width), svg);
    this.#box.scrollTop = 0;
    this.#svg = svg;
    this.#ladder = ladder;
    this.fit();
  }

  /** When the pane has another width. */
  fit(): void {
    const size = Math.min(Math.max(WORDS.screen / this.#scale, WORDS.least), WORDS.most);
    this.#box.style.setProperty('--words', `${size.toFixed(1)}px`);
  }

  get #scale(): number {
    const svg = this.#svg;
    return svg === undefined ? 1 : svg.clientWidth / (svg.viewBox.baseVal.width || 1) || 1;
  }

  /** The names of the lifelines stay in sight. */
  #heads(svg: SVGSVGElement, width: number): SVGSVGElement {
    const heads = document.createElementNS(SVG, 'svg');
    heads.setAttribute('class', 'lifeline-timeline heads');
    heads.setAttribute('aria-hidden', 'true');
    scaled(heads, width, TOP, HEADS);
    heads.append(rect('paper', width, TOP + HEADS));
    for (const box of svg.querySelectorAll('g > .box')) {
      if (box.parentNode !== null) heads.append(box.parentNode.cloneNode(true));
    }
    return heads;
  }

  show(n: number): void {
    const { rows } = this.#ladder ?? { rows: [] };
    if (this.#svg === undefined) return;
    const own = rows.filter((row) => row.n === n);
    const before = rows.findLast((row) => row.n <= n) ?? rows[0];
    const from = own[0]?.y ?? before?.y ?? TOP;
    const to = own.at(-1)?.y ?? from;
    const isPast = before !== undefined && before.n <= n;
    this.#cursor?.setAttribute('y', `${from - CURSOR_HEIGHT / 2 - 1}`);
    this.#cursor?.setAttribute('height', `${to - from + CURSOR_HEIGHT}`);
    this.#cursor?.setAttribute('visibility', isPast ? 'visible' : 'hidden');
    const later = isPast ? to + CURSOR_HEIGHT / 2 - 1 : TOP + HEADS;
    const end = (rows.at(-1)?.y ?? later) + UNDER_LAST;
    this.#later?.setAttribute('y', `${later}`);
    this.#later?.setAttribute('height', `${Math.max(0, end - later)}`);
    reveal(this.#box, 0, (from - TOP) * this.#scale);
  }

  #clicked(target: EventTarget | null): void {
    const id = (target as Element | null)?.closest?.('[data-id]')?.getAttribute('data-id');
    if (id) this.#onSeek(Number.parseInt(id, 10));
  }
}

function scaled(svg: SVGSVGElement, width: number, top: number, height: number): void {
  svg.setAttribute('viewBox', `0 ${top} ${width} ${height}`);
  svg.removeAttribute('height');
  svg.setAttribute('width', '100%');
}

function rect(name: string, width: number, height: number): Element {
  const made = document.createElementNS(SVG, 'rect');
  const attributes = { class: name, x: 0, y: 0, width, height };
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, `${value}`);
  return made;
}
