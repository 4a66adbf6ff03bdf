/** A timeline as a Mermaid sequence diagram, short enough for what shows such diagrams in pages. */
import { markLabel, packetLabel } from './sentences/labels.ts';
import { duration } from './sentences/words.ts';
import { columns } from './timeline/columns.ts';
import { idleMs } from './timeline/folding.ts';
import { type Selection, select } from './timeline/select.ts';
import type { Connection, Timeline, TimelineEvent } from './timeline/types.ts';

export interface MermaidOptions extends Selection {
  /** Messages and notes at most: larger diagrams take Mermaid seconds, or are refused. */
  readonly most?: number;
}

const MOST = 300;

export function renderMermaid(timeline: Timeline, options: MermaidOptions = {}): string {
  const { most = MOST } = options;
  const events = select(timeline, options).filter(hasRow);
  const kept = events.slice(0, most);
  const shown = columns(timeline, kept, options, Number.POSITIVE_INFINITY);
  const lines = ['sequenceDiagram'];
  for (const { lifeline, lane, connections } of shown.all) {
    if (lifeline === timeline.broker) {
      lines.push('  participant broker');
      continue;
    }
    const name = connections[0]?.name ?? lifeline.name;
    const label = lane === 0 ? `${escaped(lifeline.label)}<br/>${name}` : name;
    lines.push(`  participant ${aliasOf(shown.of(lifeline) ?? 0, lane)} as ${label}`);
  }
  const alias = (connection: Connection) =>
    aliasOf(shown.of(connection.lifeline) ?? 0, connection.lane);
  const idle = idleMs(kept.map(({ timeMs }) => timeMs));
  let before = kept[0]?.timeMs ?? 0;
  for (const event of kept) {
    const gap = event.timeMs - before;
    if (gap > idle) lines.push(`  Note over broker: ⋯ ${duration(gap)}`);
    before = event.timeMs;
    lines.push(`  ${row(event, alias)}`);
  }
  const left = events.length - kept.length;
  if (left > 0) lines.push(`  Note over broker: ${left} more left out`);
  return `${lines.join('\n')}\n`;
}

/** Mermaid knows one moment for both ends of a message: that of its sending. */
function hasRow({ what }: TimelineEvent): boolean {
  return what.kind !== 'packet' || what.end !== 'received';
}

function row(
  { what, connection, client }: TimelineEvent,
  alias: (connection: Connection) => string,
): string {
  if (what.kind === 'packet') {
    const { packet, direction, received } = what.flight;
    const end = alias(what.flight.connection);
    const [from, to] = direction === 'toBroker' ? [end, 'broker'] : ['broker', end];
    // `-x` ends in a cross.
    return `${from}${received === undefined ? '-x' : '->>'}${to}: ${escaped(packetLabel(packet))}`;
  }
  if (
    what.kind === 'announced' &&
    what.event.type === 'session.takenOver' &&
    connection !== undefined
  ) {
    const { incoming } = what.event;
    const other = connection.lifeline.connections.find(({ number }) => number === incoming);
    const ends = [connection, other ?? connection].map(alias);
    return `Note over ${[...new Set(ends)].join(',')}: ${escaped(markLabel(what))}`;
  }
  const over = connection === undefined ? 'broker' : alias(connection);
  const whose = connection === undefined && client !== undefined ? ` (${client.label})` : '';
  return `Note over ${over}: ${escaped(markLabel(what) + whose)}`;
}

function aliasOf(column: number, lane: number): string {
  return `p${column + lane}`;
}

/** `;` ends a statement and `#` begins an entity; line breaks would end the statement too. */
function escaped(text: string): string {
  return text
    .replaceAll('#', '#35;')
    .replaceAll(/(?<!#35);/g, '#59;')
    .replaceAll('<', '#lt;')
    .replaceAll('>', '#gt;')
    .replaceAll(/\s+/g, ' ');
}
