/**
 * A timeline as a picture: lifelines side by side, time downwards. Self-contained, and in light or dark as its viewer
 * prefers. `data-id` on each event is its number in the trace.
 */
import type { ClausesOf } from '../sentences/sentence.ts';
import { count, duration } from '../sentences/words.ts';
import { type Selection, select } from '../timeline/select.ts';
import type { Timeline } from '../timeline/types.ts';
import { element, escapeXml, textAt } from './elements.ts';
import { drawn } from './events.ts';
import { axis, hatching, heads, lifelines, sessions } from './ground.ts';
import { type Layout, layout } from './layout.ts';
import { legend } from './legend.ts';
import { roomFor } from './obstacles.ts';
import { exchanges, wills } from './spans.ts';
import { STYLE } from './style.ts';

export interface SvgOptions extends Selection {
  readonly title?: string;
  /** Distinguishes drawings that stand in one page. */
  readonly id?: string;
  /** Events at most; what comes after them is left out, and the drawing says so. */
  readonly most?: number;
  readonly clausesOf?: ClausesOf;
}

const MOST_EVENTS = 2_000;
const MARGIN = 32;
/** A narrow drawing is no narrower than its legend. */
const LEAST_WIDTH = 860;

export function renderSvg(timeline: Timeline, options: SvgOptions = {}): string {
  const { id = 'timeline', most = MOST_EVENTS, clausesOf } = options;
  const all = select(timeline, options);
  const plan = layout(timeline, all.slice(0, most), options);
  const title = options.title ?? timeline.header.scenario ?? 'Timeline';
  const room = roomFor(timeline, plan);
  const about = summary(timeline, plan, all.length);
  const width = Math.max(plan.width, LEAST_WIDTH);
  const { height } = plan;
  const content = [
    element('title', { id: `${id}-title` }, escapeXml(title)),
    element('desc', { id: `${id}-desc` }, escapeXml(`${about} Time runs downwards.`)),
    element('style', {}, STYLE),
    hatching(id),
    element('rect', { class: 'paper', width, height }),
    textAt(MARGIN, 44, title, { class: 'title' }),
    textAt(MARGIN, 66, about, { class: 'quiet' }),
    sessions(timeline, plan, id),
    axis(plan),
    lifelines(timeline, plan),
    exchanges(timeline, plan),
    wills(timeline, plan),
    ...plan.rows.map((row) => drawn(row, plan, room, clausesOf)),
    heads(timeline, plan),
    legend(MARGIN, plan.bottom + 46, id),
  ];
  const root = {
    xmlns: 'http://www.w3.org/2000/svg',
    class: 'lifeline-timeline',
    'aria-roledescription': 'timeline',
    'aria-labelledby': `${id}-title`,
    'aria-describedby': `${id}-desc`,
    viewBox: `0 0 ${width} ${Math.ceil(height)}`,
    width,
    height: Math.ceil(height),
  };
  return `${element('svg', root, `\n${content.filter(Boolean).join('\n')}\n`)}\n`;
}

function summary(timeline: Timeline, { columns, rows }: Layout, events: number): string {
  const clients = new Set(columns.all.map(({ lifeline }) => lifeline)).size - 1;
  const connections = columns.all.reduce((sum, column) => sum + column.connections.length, 0);
  const first = rows[0]?.event.timeMs ?? 0;
  const last = rows.at(-1)?.event.timeMs ?? 0;
  const parts = [
    timeline.header.source === 'simulator' ? 'Simulated' : 'Recorded at the broker',
    count(clients, 'client'),
    count(connections, 'connection'),
    duration(last - first),
  ];
  const left = events - rows.length;
  const absent = columns.leftOut.length;
  const rest =
    (left === 0 ? '' : ` ${count(left, 'later event')} left out.`) +
    (absent === 0 ? '' : ` ${count(absent, 'more client')} left out.`);
  return `${parts.join(' · ')}.${rest}`;
}
