/** The rows of a text drawing: which lifelines are alive at a moment, and what goes on top of them. */
import { markLabel, packetLabel } from '../sentences/labels.ts';
import type { Columns } from '../timeline/columns.ts';
import { isOfTakeover } from '../timeline/select.ts';
import type { Connection, Flight, TimelineEvent } from '../timeline/types.ts';
import { clip } from './wrap.ts';

const BROKER = '║';
const OPEN = '│';

export class Lanes {
  readonly #columns: Columns;
  readonly #laneWidth: number;
  readonly #width: number;
  /** The connection that has each column at this moment. */
  readonly #holders: (Connection | undefined)[];
  /** How many of a column's connections have had their turn. */
  readonly #turns: number[];

  constructor(columns: Columns, laneWidth: number, width: number) {
    this.#columns = columns;
    this.#laneWidth = laneWidth;
    this.#width = width;
    this.#holders = columns.all.map(() => undefined);
    this.#turns = columns.all.map(() => 0);
  }

  heads(labels: readonly string[]): string {
    const cells = this.#blank();
    labels.forEach((label, at) => {
      const text = clip(label, this.#laneWidth - 2);
      put(cells, Math.max(0, this.#x(at) - Math.floor(text.length / 2)), text);
    });
    return cells.join('');
  }

  /** Lets connections come and go up to that event. */
  advance(index: number): void {
    this.#columns.all.forEach(({ connections }, at) => {
      for (;;) {
        const next = connections[this.#turns[at] as number];
        if (next === undefined || next.opened.index > index) break;
        this.#holders[at] = next;
        this.#turns[at] = (this.#turns[at] as number) + 1;
      }
      const closed = this.#holders[at]?.closed;
      if (closed !== undefined && closed.index < index) this.#holders[at] = undefined;
    });
  }

  idle(): string {
    return this.#alive().join('');
  }

  row(event: TimelineEvent): string {
    this.advance(event.index);
    const cells = this.#alive();
    const { what } = event;
    if (what.kind === 'packet') this.#arrow(cells, what.flight, what.end, isOfTakeover(event));
    else this.#mark(cells, event, `${isOfTakeover(event) ? '◆' : '•'} ${markLabel(what)}`);
    return cells.join('');
  }

  #x(column: number): number {
    return Math.floor(this.#laneWidth / 2) + column * this.#laneWidth;
  }

  #blank(): string[] {
    return new Array<string>(this.#width).fill(' ');
  }

  #alive(): string[] {
    const cells = this.#blank();
    this.#columns.all.forEach((_, at) => {
      if (at === this.#columns.broker) cells[this.#x(at)] = BROKER;
      else if (this.#holders[at] !== undefined) cells[this.#x(at)] = OPEN;
    });
    return cells;
  }

  /** The half of the arrow that this event is; a whole one where the trace knows no latency. */
  #arrow(cells: string[], flight: Flight, end: 'sent' | 'received' | 'both', bold: boolean): void {
    const client = this.#columns.of(flight.connection);
    if (client === undefined) return;
    const atClient = this.#x(client);
    const atBroker = this.#x(this.#columns.broker);
    cells[atClient] = OPEN;
    const from = Math.min(atClient, atBroker) + 1;
    const to = Math.max(atClient, atBroker) - 1;
    const isRightwards = (flight.direction === 'toBroker') === atClient < atBroker;
    const line = bold ? '═' : end === 'received' ? '┄' : '─';
    for (let x = from; x <= to; x++) cells[x] = cells[x] === OPEN ? '┼' : line;
    const head = isRightwards ? '►' : '◄';
    const isLost = flight.lost !== undefined && flight.received === undefined;
    const tip = end === 'sent' ? (isLost ? '✕' : '┄') : head;
    cells[isRightwards ? to : from] = tip;
    const label = clip(this.#label(flight, client), to - from - 3);
    put(cells, from + Math.floor((to - from + 1 - label.length) / 2), label);
  }

  /** A connection that takes the place of another says which it is. */
  #label({ packet, connection }: Flight, column: number): string {
    const label = packetLabel(packet);
    const isLater = this.#columns.all[column]?.connections[0] !== connection;
    return isLater && packet.type === 'CONNECT' ? `${label} (${connection.name})` : label;
  }

  /** On the right of its lifeline, or on the left where there is more room. */
  #mark(cells: string[], event: TimelineEvent, text: string): void {
    const column =
      event.lifeline.kind === 'client'
        ? this.#columns.of(event.connection ?? event.lifeline)
        : undefined;
    const x = this.#x(column ?? this.#columns.broker);
    const whose = event.lifeline.kind === 'client' ? '' : ofClient(event);
    const full = text + whose;
    const roomRight = this.#width - x - 2;
    if (full.length <= roomRight || roomRight >= x - 2) put(cells, x + 2, clip(full, roomRight));
    else {
      const shown = clip(full, x - 2);
      put(cells, x - 1 - shown.length, shown);
    }
  }
}

function ofClient({ client, connection, what }: TimelineEvent): string {
  if (client === undefined) return '';
  const isOfConnection =
    what.kind === 'closed' || (what.kind === 'announced' && what.event.type.startsWith('client.'));
  return ` (${isOfConnection ? (connection?.name ?? client.label) : client.label})`;
}

function put(cells: string[], at: number, text: string): void {
  [...text].forEach((letter, offset) => {
    if (at + offset >= 0 && at + offset < cells.length) cells[at + offset] = letter;
  });
}
