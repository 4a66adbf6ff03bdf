/**
 * Small traces to draw, made by stepping a real broker: packets come by hand, timers by a virtual clock. With a latency
 * the world is noted down as the simulator does it, so that a packet has two ends.
 */
import {
  Broker,
  type BrokerOptions,
  type Connect,
  DEFAULT_OPTIONS,
  type Effect,
  type Input,
  type Packet,
} from '../../../machines/index.ts';
import type { Note, TraceHeader, TraceRecord } from '../../../machines/trace/format.ts';
import { traceHeader } from '../../../machines/trace/trace-writer.ts';
import { timeline } from '../../../sim/render/timeline/timeline.ts';
import type { Timeline } from '../../../sim/render/timeline/types.ts';

type InputWithoutTime = Extract<TraceRecord, { in: unknown }>['in'];

interface Due {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

export class Story {
  readonly header: TraceHeader;
  readonly records: TraceRecord[] = [];
  nowMs = 0;
  readonly #broker: Broker;
  readonly #latencyMs: number;
  readonly #timers = new Map<string, Due>();
  #due: Due[] = [];
  #order = 0;

  constructor(latencyMs = 0, options: Partial<BrokerOptions> = {}) {
    const all = { ...DEFAULT_OPTIONS, ...options };
    this.#broker = new Broker(all);
    this.#latencyMs = latencyMs;
    this.header = {
      ...traceHeader({ source: latencyMs === 0 ? 'broker' : 'simulator', options: all }),
      // The law may change without a change of these drawings.
      charts: '00000000',
    };
  }

  get timeline(): Timeline {
    return timeline(this.records, this.header);
  }

  /** Lets time pass, and whatever is due in it happen. */
  until(atMs: number): this {
    for (;;) {
      const next = [...this.#due, ...this.#timers.values()]
        .filter((due) => due.atMs <= atMs)
        .sort((a, b) => a.atMs - b.atMs || a.order - b.order)[0];
      if (next === undefined) break;
      this.nowMs = next.atMs;
      this.#due = this.#due.filter((due) => due !== next);
      next.run();
    }
    this.nowMs = atMs;
    return this;
  }

  open(connection: number): this {
    const origin = { transport: 'tcp', remote: `192.0.2.${connection}:50000` } as const;
    this.#step({ type: 'opened', connection, origin, nonce: `nonce-${connection}` });
    return this;
  }

  /** @param actor the simulated client, where there is latency to see */
  send(connection: number, packet: Packet, actor = ''): this {
    if (this.#latencyMs === 0) {
      this.#step({ type: 'received', connection, packet });
      return this;
    }
    const by = this.note({ actor: `client ${actor}`, kind: 'sends', connection, packet });
    this.#later(() => this.#step({ type: 'received', connection, packet }, by));
    return this;
  }

  closed(connection: number, error?: string): this {
    this.#step({ type: 'closed', connection, ...(error === undefined ? {} : { error }) });
    return this;
  }

  /** The connection breaks, and what was on its way with it. */
  cut(connection: number, actor: string): this {
    this.#due = [];
    const by = this.note({ actor: `network ${actor}`, kind: 'cut', connection });
    this.#step({ type: 'closed', connection, error: 'ECONNRESET' }, by);
    return this;
  }

  note(note: Note): string {
    this.records.push({ n: this.records.length + 1, t: this.nowMs, note });
    return `${this.records.length}`;
  }

  #step(input: InputWithoutTime, by?: string): void {
    const out = this.#broker.step({ ...input, nowMs: this.nowMs } as Input);
    const n = this.records.length + 1;
    this.records.push({ n, t: this.nowMs, ...(by === undefined ? {} : { by }), in: input, out });
    out.forEach((effect, at) => {
      this.#perform(effect, `${n}.${at + 1}`);
    });
  }

  #perform(effect: Effect, id: string): void {
    if (effect.type === 'setTimer') {
      const { timer, delayMs } = effect;
      const run = () => {
        this.#timers.delete(timer);
        this.#step({ type: 'timer', timer }, id);
      };
      this.#timers.set(timer, { atMs: this.nowMs + delayMs, order: this.#order++, run });
    }
    if (effect.type === 'clearTimer') this.#timers.delete(effect.timer);
    if (effect.type === 'transmit' && this.#latencyMs > 0) {
      const { connection, packet } = effect;
      this.#later(() => {
        const n = this.records.length + 1;
        const note = { actor: 'client', kind: 'receives', connection, packet };
        this.records.push({ n, t: this.nowMs, by: id, note });
      });
    }
  }

  #later(run: () => void): void {
    this.#due.push({ atMs: this.nowMs + this.#latencyMs, order: this.#order++, run });
  }
}

export function connect(clientId: string, more: Partial<Connect> = {}): Connect {
  return {
    type: 'CONNECT',
    protocolVersion: 5,
    cleanStart: false,
    clientId,
    keepAliveSeconds: 60,
    userName: undefined,
    password: undefined,
    will: undefined,
    properties: {},
    ...more,
  };
}

export function publish(topicName: string, qos: 0 | 1 | 2, packetId = 0, dup = false): Packet {
  const payload = new TextEncoder().encode('21.5');
  const message = { topicName, payload, qos, retain: false, properties: undefined };
  return { type: 'PUBLISH', message, qos, retain: false, dup, packetId };
}

export function subscribe(packetId: number, topicFilter: string, qos: 0 | 1 | 2): Packet {
  const request = {
    topicFilter,
    qos,
    noLocal: false,
    retainAsPublished: false,
    retainHandling: 0,
  } as const;
  return {
    type: 'SUBSCRIBE',
    packetId,
    subscriptions: [request],
    subscriptionIdentifier: undefined,
  };
}

export function acknowledge(
  type: 'PUBACK' | 'PUBREC' | 'PUBREL' | 'PUBCOMP',
  packetId: number,
): Packet {
  return { type, packetId, reasonCode: 0 };
}

export const DISCONNECT: Packet = { type: 'DISCONNECT', reasonCode: 0 };
export const PINGREQ: Packet = { type: 'PINGREQ' };
