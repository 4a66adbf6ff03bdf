/**
 * A timeline as text of fixed columns: time, then one column for each lifeline, then what happened in sentences.
 *
 *          c1.1             broker             c2.1
 *     0 ms  │──CONNECT────────►║                │
 */
import { type ClausesOf, inFull, sentence } from '../sentences/sentence.ts';
import { clock, duration } from '../sentences/words.ts';
import { type Column, type Columns, columns } from '../timeline/columns.ts';
import { idleMs } from '../timeline/folding.ts';
import { type Selection, select } from '../timeline/select.ts';
import type { Timeline, TimelineEvent } from '../timeline/types.ts';
import { Lanes } from './lanes.ts';
import { wrap } from './wrap.ts';

export interface TextOptions extends Selection {
  /** Columns of the terminal. */
  readonly width?: number;
  /** Whether sentences follow the drawing. */
  readonly sentences?: boolean;
  readonly clausesOf?: ClausesOf;
}

const TIME_WIDTH = 15;
const LANE_WIDTH_MINIMUM = 16;
const LANE_WIDTH_MAXIMUM = 34;
/** To the right of the last lifeline. */
const MARGIN = 2;

export function renderText(timeline: Timeline, options: TextOptions = {}): string {
  const { width = 120, sentences = true } = options;
  const room = width - TIME_WIDTH - MARGIN;
  const most = Math.max(1, Math.floor(room / LANE_WIDTH_MINIMUM) - 1);
  const selected = select(timeline, options);
  const shown = columns(timeline, selected, options, most);
  const events = visible(selected, shown);
  const laneWidth = Math.min(LANE_WIDTH_MAXIMUM, Math.floor(room / shown.all.length));
  const lanes = new Lanes(shown, laneWidth, width - TIME_WIDTH);
  let lines = [...heads(shown, lanes), ...rows(events, lanes)];
  if (shown.leftOut.length > 0) {
    const names = shown.leftOut.map(({ label }) => label).join(', ');
    lines.push(
      '',
      ...wrap(`Not shown for want of room: ${names}. Choose with --client.`, width, 0),
    );
  }
  // Not `push`: it takes no more values than a call has room for.
  if (sentences) lines = [...lines, '', ...told(events, width, options.clausesOf)];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function visible(events: readonly TimelineEvent[], shown: Columns): readonly TimelineEvent[] {
  if (shown.leftOut.length === 0) return events;
  return events.filter(({ client }) => client === undefined || shown.of(client) !== undefined);
}

function heads({ all }: Columns, lanes: Lanes): string[] {
  const label = ({ lifeline, lane }: Column) => (lane === 0 ? lifeline.label : '');
  const name = ({ connections, lifeline }: Column) =>
    lifeline.kind === 'client' ? (connections[0]?.name ?? '') : '';
  const pad = ' '.repeat(TIME_WIDTH);
  return [pad + lanes.heads(all.map(label)), pad + lanes.heads(all.map(name))];
}

function rows(events: readonly TimelineEvent[], lanes: Lanes): string[] {
  const idle = idleMs(events.map(({ timeMs }) => timeMs));
  const lines: string[] = [];
  let before = events[0]?.timeMs ?? 0;
  let isFirst = true;
  for (const event of events) {
    const gap = event.timeMs - before;
    if (gap > idle) {
      lanes.advance(event.index - 1);
      lines.push(`${`⋯ ${duration(gap)}`.padStart(TIME_WIDTH - 2)}  ${lanes.idle()}`);
    }
    const isNew = isFirst || gap > 0;
    const time = isNew ? clock(event.timeMs) : '';
    lines.push(`${time.padStart(TIME_WIDTH - 2)}  ${lanes.row(event)}`);
    before = event.timeMs;
    isFirst = false;
  }
  return lines;
}

function told(events: readonly TimelineEvent[], width: number, clausesOf?: ClausesOf): string[] {
  let before = Number.NaN;
  return events.flatMap((event) => {
    const time = event.timeMs === before ? '' : clock(event.timeMs);
    before = event.timeMs;
    const lead = `${time.padStart(TIME_WIDTH - 2)}  `;
    const lines = wrap(inFull(sentence(event, clausesOf)), width, lead.length);
    return [lead + (lines[0] ?? '').trimStart(), ...lines.slice(1)];
  });
}
