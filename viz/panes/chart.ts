/** The statechart: drawn once for each chart; what is active is set off by classes, as its renderer offers. */
import type { ChartName } from '../../machines/index.ts';
import { byId, drawing, reveal } from '../dom.ts';
import { marksOf } from '../marks.ts';
import type { Active } from '../protocol.ts';

/** Below this the words in it cannot be read. */
const SCALE_MINIMUM = 0.72;

export class ChartPane {
  readonly #box = byId('chart');
  readonly #of = byId('chart-of');
  readonly #drawn = new Map<ChartName, SVGSVGElement>();
  readonly #onWanted: (chart: ChartName) => void;
  #shown: ChartName | undefined;

  /** @param onWanted asks for a chart that has not been drawn yet */
  constructor(onWanted: (chart: ChartName) => void) {
    this.#onWanted = onWanted;
  }

  add(chart: ChartName, svg: string): void {
    this.#drawn.set(chart, drawing(svg));
  }

  show(chart: ChartName, active: Active): void {
    const svg = this.#drawn.get(chart);
    this.#of.textContent = inWords(chart, active);
    if (svg === undefined) {
      this.#onWanted(chart);
      return;
    }
    if (this.#shown !== chart) {
      this.#box.replaceChildren(svg);
      this.#shown = chart;
    }
    this.#fit(svg);
    mark(svg, active);
    const first = svg.querySelector<SVGGraphicsElement>('.state.active');
    if (first === null) return;
    const { x, y, width, height } = first.getBBox();
    const scale = svg.clientWidth / svg.viewBox.baseVal.width;
    reveal(this.#box, (x + width / 2) * scale, (y + height / 2) * scale);
  }

  #fit(svg: SVGSVGElement): void {
    const { width, height } = svg.viewBox.baseVal;
    const { clientWidth, clientHeight } = this.#box;
    const fits = Math.min(clientWidth / width, clientHeight / height, 1);
    const scale = Math.max(fits, SCALE_MINIMUM);
    svg.setAttribute('width', `${Math.floor(width * scale)}`);
    svg.setAttribute('height', `${Math.floor(height * scale)}`);
  }
}

function mark(svg: SVGSVGElement, { states }: Active): void {
  const { active, within } = marksOf(states);
  for (const state of svg.querySelectorAll('[data-state]')) {
    const path = state.getAttribute('data-state') ?? '';
    state.classList.toggle('active', active.has(path));
    state.classList.toggle('within', within.has(path));
    if (active.has(path)) state.setAttribute('aria-current', 'true');
    else state.removeAttribute('aria-current');
  }
}

function inWords(chart: ChartName, { states, of, isMoved }: Active): string {
  if (states.length === 0) return `No ${chart} yet.`;
  const all = of.map((whose, i) => `${whose}: ${leavesOf(states[i] ?? '')}`).join('; ');
  return isMoved ? `${all} · stepped in this record` : all;
}

/** `connected.traffic.open & connected.outflow.writable` begins with what they share. */
function leavesOf(configuration: string): string {
  const [first = '', ...others] = configuration.split(' & ');
  return others.length === 0 ? first : (first.split('.')[0] ?? first);
}
