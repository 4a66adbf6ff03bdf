/** The statechart: drawn once for each chart; what is active is set off by classes, as its renderer offers. */
import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ChartName } from '../../machines/index.ts';
import { CHARTS } from '../charts.ts';
import { drawing, reveal } from '../dom.ts';
import { marksOf } from '../marks.ts';
import { Scroll } from '../parts/scroll.tsx';
import type { Active } from '../protocol.ts';
import { ask } from '../rpc.ts';
import { moment } from '../state/look.ts';
import { chart, clientId, dispatch, run, sayTrouble } from '../state/run.ts';
import { moveFocus, setStop } from './chart-roving.ts';
import { chooseState, StateCard } from './state-card.tsx';

/** Below this the words in it cannot be read. */
const SCALE_MINIMUM = 0.72;

const drawn = signal<Readonly<Partial<Record<ChartName, SVGSVGElement>>>>({});
const asked = new Set<ChartName>();

export function Chart() {
  const box = useRef<HTMLElement>(null);
  const name = chart.value;
  const active = moment.value?.active[name];
  const svg = drawn.value[name];
  useEffect(() => {
    draw(name);
  }, [name]);
  const [first] = run.value?.clientIds ?? [];
  useEffect(() => {
    // Of a run that grows, the first client may come when it has long been open.
    if (clientId.peek() === '' && first !== undefined) dispatch({ do: 'client', clientId: first });
  }, [first]);
  useEffect(() => {
    if (box.current !== null && svg !== undefined) box.current.replaceChildren(svg);
    if (svg !== undefined) setStop(svg);
  }, [svg]);
  useEffect(() => {
    if (box.current !== null && svg !== undefined && active !== undefined) {
      scaleTo(box.current, svg);
      mark(svg, active);
      setStop(svg);
      revealFirst(box.current, svg);
    }
  }, [svg, active]);
  return (
    <section class="pane" aria-labelledby="chart-title">
      <div class="pane-head">
        <h2 id="chart-title">Statechart</h2>
        <WhoseChart />
      </div>
      <ChartChips />
      <p id="chart-of" class="quiet">
        {active === undefined ? '' : inWords(name, active)}
      </p>
      <Scroll
        id="chart"
        label="States and transitions"
        box={box}
        onClick={({ target }) => choose(name, target)}
        onKeyDown={(event) => keyed(name, event)}
      />
      <StateCard />
    </section>
  );
}

function WhoseChart() {
  return (
    <select
      id="client"
      aria-label="Client"
      value={clientId.value}
      onChange={({ currentTarget }) => dispatch({ do: 'client', clientId: currentTarget.value })}
    >
      {run.value?.clientIds.length === 0 && <option value="">no client yet</option>}
      {run.value?.clientIds.map((id) => (
        <option key={id}>{id}</option>
      ))}
    </select>
  );
}

/** All charts of the client at a glance: which there are now, and which of them this record has moved. */
function ChartChips() {
  const active = moment.value?.active;
  return (
    <fieldset class="chips">
      <legend class="unseen">Chart</legend>
      {CHARTS.map((name) => {
        const { states = [], isMoved = false } = active?.[name] ?? {};
        const there = states.length === 0 ? 'none yet' : states.map(leavesOf).join(', ');
        const moved = isMoved ? ', stepped in this record' : '';
        return (
          <button
            key={name}
            type="button"
            class={`chip ${isMoved ? 'moved' : ''} ${states.length === 0 ? 'none' : ''}`}
            aria-pressed={name === chart.value}
            title={`${name}: ${there}${moved}`}
            onClick={() => dispatch({ do: 'chart', chart: name })}
          >
            {name}
            {isMoved && <span class="unseen"> {moved}</span>}
          </button>
        );
      })}
    </fieldset>
  );
}

async function choose(name: ChartName, target: EventTarget | null): Promise<void> {
  const part = (target as Element | null)?.closest<SVGGraphicsElement>('[data-state]');
  const state = part?.getAttribute('data-state');
  if (!part || !state) return;
  await chooseState(name, state);
  const box = part.closest<HTMLElement>('#chart');
  const svg = drawn.peek()[name];
  // The card of the state takes room from the drawing.
  requestAnimationFrame(() => {
    if (box !== null && svg !== undefined) revealPart(box, svg, part);
  });
}

function keyed(name: ChartName, event: KeyboardEvent): void {
  const svg = drawn.peek()[name];
  if (svg === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Enter' || event.key === 'o') choose(name, event.target);
  else if (!moveFocus(svg, event.key)) return;
  event.preventDefault();
}

async function draw(name: ChartName): Promise<void> {
  if (asked.has(name)) return;
  asked.add(name);
  try {
    const svg = drawing(await ask('chart', { chart: name }));
    drawn.value = { ...drawn.peek(), [name]: svg };
  } catch (error) {
    asked.delete(name);
    sayTrouble(`the chart of ${name}`, error);
  }
}

function scaleTo(box: HTMLElement, svg: SVGSVGElement): void {
  const { width, height } = svg.viewBox.baseVal;
  const fits = Math.min(box.clientWidth / width, box.clientHeight / height, 1);
  const scale = Math.max(fits, SCALE_MINIMUM);
  svg.setAttribute('width', `${Math.floor(width * scale)}`);
  svg.setAttribute('height', `${Math.floor(height * scale)}`);
}

function mark(svg: SVGSVGElement, { states }: Active): void {
  const { active, within } = marksOf(states);
  const all = [...svg.querySelectorAll('[data-state]')];
  const paths = all.map((state) => state.getAttribute('data-state') ?? '');
  for (const [at, state] of all.entries()) {
    const path = paths[at] ?? '';
    // Of some states no more is known than that they are active: filled, they would cover what is drawn in them.
    const isAround = active.has(path) && paths.some((other) => other.startsWith(`${path}.`));
    state.classList.toggle('active', active.has(path) && !isAround);
    state.classList.toggle('around', isAround);
    state.classList.toggle('within', within.has(path) || isAround);
    if (active.has(path)) state.setAttribute('aria-current', 'true');
    else state.removeAttribute('aria-current');
  }
}

function revealFirst(box: HTMLElement, svg: SVGSVGElement): void {
  // While none is active, it is the beginning that one looks for.
  const active = svg.querySelector<SVGGraphicsElement>('.state.active');
  const around = active ?? svg.querySelector<SVGGraphicsElement>('.state.around > .name');
  const first = around ?? svg.querySelector<SVGGraphicsElement>('[data-state]');
  if (first !== null) revealPart(box, svg, first);
}

function revealPart(box: HTMLElement, svg: SVGSVGElement, part: SVGGraphicsElement): void {
  const { x, y, width, height } = part.getBBox();
  const scale = svg.clientWidth / svg.viewBox.baseVal.width;
  reveal(box, (x + width / 2) * scale, (y + height / 2) * scale);
}

function inWords(name: ChartName, { states, of, isMoved }: Active): string {
  if (states.length === 0) return `No ${name} yet.`;
  const all = of.map((whose, i) => `${whose}: ${leavesOf(states[i] ?? '')}`).join('; ');
  return isMoved ? `${all} · stepped here` : all;
}

/** `connected.traffic.open & connected.outflow.writable` begins with what they share. */
function leavesOf(configuration: string): string {
  const [first = '', ...others] = configuration.split(' & ');
  return others.length === 0 ? first : (first.split('.')[0] ?? first);
}
