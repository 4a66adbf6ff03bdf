/** What lies behind the events: the time axis, folds, sessions, lifelines. */
import { clock, duration } from '../sentences/words.ts';
import type { Connection, Lifeline, SessionSpan, Timeline } from '../timeline/types.ts';
import { element, escapeXml, path, textAt } from './elements.ts';
import { AXIS_X, HEAD_Y, type Layout } from './layout.ts';

const BAND_MARGIN = 20;

/** Times stand at the axis; rows of one moment are tied together. */
export function axis({ rows, folds, top, bottom, width }: Layout): string {
  const parts: string[] = [];
  let from = top;
  for (const { y, ms } of folds) {
    parts.push(element('path', { class: 'axis', d: path('M', AXIS_X, from, 'V', y - 12) }));
    parts.push(element('path', { class: 'fold', d: path('M', AXIS_X, y, 'H', width - 24) }));
    parts.push(
      textAt(AXIS_X - 12, y + 4, `⋯ ${duration(ms)}`, {
        class: 'quiet small',
        'text-anchor': 'end',
      }),
    );
    from = y + 12;
  }
  parts.push(element('path', { class: 'axis', d: path('M', AXIS_X, from, 'V', bottom) }));
  for (let at = 0; at < rows.length; ) {
    const first = rows[at] as Layout['rows'][number];
    let last = first;
    while (rows[at]?.event.timeMs === first.event.timeMs) last = rows[at++] ?? last;
    const d = path('M', AXIS_X, first.y, 'V', last.y + 0.1);
    parts.push(element('path', { class: 'moment', d }));
    parts.push(
      textAt(AXIS_X - 12, first.y + 4, clock(first.event.timeMs), {
        class: 'small',
        'text-anchor': 'end',
      }),
    );
  }
  return parts.join('');
}

export function hatching(id: string): string {
  const line = element('path', { class: 'hatch', d: 'M0 8 8 0M-2 2 2-2M6 10 10 6' });
  const attributes = { id: `${id}-offline`, width: 8, height: 8, patternUnits: 'userSpaceOnUse' };
  return element('defs', {}, element('pattern', attributes, line));
}

/** A session is the ground on which its connections stand: plain while online, hatched while offline. */
export function sessions(timeline: Timeline, layout: Layout, id: string): string {
  return timeline.sessions.map((session) => band(session, layout, id)).join('');
}

/** Where a session stands; undefined where it is not drawn. */
export function sessionBox({ lifeline, from, to }: SessionSpan, layout: Layout) {
  const place = extent(lifeline, layout);
  if (place === undefined || !layout.isWithin(from, to)) return undefined;
  const y = layout.y(from);
  const bottom = to === undefined ? layout.bottom : layout.y(to);
  return { ...place, y, height: Math.max(2, bottom - y) };
}

function band(session: SessionSpan, layout: Layout, id: string): string {
  const box = sessionBox(session, layout);
  if (box === undefined) return '';
  const { x, width } = box;
  const end = (moment: SessionSpan['to']) =>
    moment === undefined ? layout.bottom : layout.y(moment);
  const phases = session.phases.map(({ state, from, to }) => {
    const y = layout.y(from);
    const height = Math.max(0, end(to) - y);
    const fill = state === 'offline' ? `url(#${id}-offline)` : undefined;
    return (
      element('rect', { class: 'online', x, y, width, height }) +
      (fill === undefined ? '' : element('rect', { x, y, width, height, fill }))
    );
  });
  return phases.join('') + element('rect', { class: 'session', ...box, rx: 3 });
}

function extent(
  lifeline: Lifeline,
  { columns, x }: Layout,
): { x: number; width: number } | undefined {
  const first = columns.of(lifeline);
  if (first === undefined) return undefined;
  const lanes = columns.all.filter((column) => column.lifeline === lifeline).length;
  const left = x(first) - BAND_MARGIN;
  return { x: left, width: x(first + lanes - 1) + BAND_MARGIN - left };
}

export function heads(timeline: Timeline, layout: Layout): string {
  const lifelines = new Set(layout.columns.all.map(({ lifeline }) => lifeline));
  return [...lifelines]
    .map((lifeline) => {
      const place = extent(lifeline, layout) as { x: number; width: number };
      const middle = place.x + place.width / 2;
      const label = lifeline === timeline.broker ? 'broker' : lifeline.label;
      const shown = label.length > 28 ? `${label.slice(0, 27)}…` : label;
      const width = Math.max(88, shown.length * 8.4 + 28);
      const box = {
        class: 'box',
        x: middle - width / 2,
        y: HEAD_Y - 19,
        width,
        height: 30,
        rx: 15,
      };
      const name = textAt(middle, HEAD_Y + 1, shown, { class: 'head', 'text-anchor': 'middle' });
      return element('g', {}, element('title', {}, escapeXml(label)), element('rect', box), name);
    })
    .join('');
}

export function lifelines(timeline: Timeline, layout: Layout): string {
  const x = layout.x(layout.columns.broker);
  const broker = element('path', {
    class: 'broker',
    d: path('M', x, layout.top, 'V', layout.bottom),
  });
  return broker + timeline.connections.map((each) => connection(each, layout)).join('');
}

/** From where to where a connection is drawn; undefined where it is not. */
export function wireSpan(wire: Connection, layout: Layout) {
  const column = layout.columns.of(wire);
  if (column === undefined || !layout.isWithin(wire.opened, undefined)) return undefined;
  const closed = wire.closed === undefined ? layout.bottom : layout.y(wire.closed);
  return { column, x: layout.x(column), opened: layout.y(wire.opened), closed };
}

/** Dotted until the client is accepted and after it no longer speaks for it. Its name stands on the outer side. */
function connection(wire: Connection, layout: Layout): string {
  const span = wireSpan(wire, layout);
  if (span === undefined) return '';
  const { column, x, opened, closed } = span;
  const parts = [element('path', { class: 'opening', d: path('M', x, opened, 'V', closed) })];
  if (wire.connected !== undefined) {
    const to = wire.disconnected === undefined ? closed : layout.y(wire.disconnected);
    parts.push(
      element('path', { class: 'connected', d: path('M', x, layout.y(wire.connected), 'V', to) }),
    );
  }
  if (wire.closed !== undefined) {
    parts.push(element('path', { class: 'cross', d: path('M', x - 5, closed, 'H', x + 5) }));
  }
  const isLeft = column < layout.columns.broker;
  const anchor = isLeft ? 'end' : 'start';
  const at = isLeft ? x - BAND_MARGIN - 6 : x + BAND_MARGIN + 6;
  parts.push(
    textAt(at, opened + 3, wire.name, { class: 'quiet small halo', 'text-anchor': anchor }),
  );
  return parts.join('');
}
