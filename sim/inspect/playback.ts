/**
 * A broker that is given the inputs of a trace, record by record. What it does is what the charts of this program do;
 * whether that is what the trace says is the replay's question.
 */
import {
  Broker,
  type Effect,
  type Input,
  observedBroker,
  type ProtocolVersion,
  type TimerId,
  type Watch,
} from '../../machines/index.ts';
import type { CauseId, Note, TraceHeader } from '../../machines/trace/format.ts';
import { readInput } from '../../machines/trace/read-input.ts';
import type { RecordItem } from '../../machines/trace/trace-reader.ts';
import { InspectError } from './inspect-error.ts';

export interface RunningTimer {
  readonly timer: TimerId;
  readonly dueMs: number;
  /** The effect that set it. */
  readonly setBy: CauseId;
}

/** A record as it was played. */
export interface Played {
  readonly n: number;
  readonly t: number;
  readonly by: CauseId | undefined;
  /** Undefined for a note. */
  readonly input: Input | undefined;
  readonly effects: readonly Effect[];
  readonly note: Note | undefined;
  /** Of a timer that has run out: the effect that had set it. */
  readonly timerSetBy: CauseId | undefined;
}

const VERSIONS: readonly ProtocolVersion[] = [3, 4, 5];

export class Playback {
  readonly header: TraceHeader;
  readonly broker: Broker;
  readonly timers = new Map<TimerId, RunningTimer>();
  /** Who each connection turned out to be. */
  readonly clientIds = new Map<number, string>();
  /** What each client spoke last. */
  readonly versions = new Map<string, ProtocolVersion>();
  n = 0;
  t = 0;

  /**
   * @param watch when somebody wants to see the charts at work
   * @throws InspectError for a trace that does not begin at its beginning
   */
  constructor(header: TraceHeader, watch?: Watch) {
    if (header.continues !== undefined) {
      throw new InspectError(
        `this is part ${header.continues.part} of a recording, and what its broker held when it began is in the parts before; give the folder with all parts`,
      );
    }
    this.header = header;
    const { options } = header;
    this.broker = watch === undefined ? new Broker(options) : observedBroker(options, watch);
  }

  /** @throws InspectError where steps are missing: from there on nobody knows what the broker held */
  play(item: RecordItem): Played {
    const { n, t, by } = item;
    this.n = n;
    this.t = t;
    if (item.kind === 'gap') {
      throw new InspectError(
        `record ${n}: ${item.gap.steps} steps are missing here (${item.gap.because}), so what the broker held is known up to record ${n - 1} only`,
      );
    }
    const head = { n, t, by, timerSetBy: undefined };
    if (item.kind === 'note') {
      return { ...head, input: undefined, effects: [], note: JSON.parse(item.note) };
    }
    const input = readInput(item.input, t);
    if (input.type === 'recovered') this.timers.clear();
    if (input.type === 'received' && input.packet.type === 'CONNECT') {
      const { clientId, protocolVersion } = input.packet;
      this.#learn(input.connection, clientId);
      const version = VERSIONS.find((one) => one === protocolVersion);
      if (version !== undefined) this.versions.set(clientId, version);
    }
    const timerSetBy = input.type === 'timer' ? this.#takeTimer(input.timer) : undefined;
    const effects = this.broker.step(input);
    for (const [index, effect] of effects.entries()) this.#perform(effect, `${n}.${index + 1}`);
    return { ...head, input, effects, note: undefined, timerSetBy };
  }

  #takeTimer(timer: TimerId): CauseId | undefined {
    const setBy = this.timers.get(timer)?.setBy;
    this.timers.delete(timer);
    return setBy;
  }

  #perform(effect: Effect, id: CauseId): void {
    if (effect.type === 'setTimer') {
      const { timer, delayMs } = effect;
      this.timers.set(timer, { timer, dueMs: this.t + delayMs, setBy: id });
    } else if (effect.type === 'clearTimer') this.timers.delete(effect.timer);
    else if (effect.type === 'announce') {
      const { connection, clientId } = effect.event;
      this.#learn(connection, clientId);
      if (effect.event.type === 'client.connected') {
        this.versions.set(clientId, effect.event.version);
      }
    }
  }

  /** A second CONNECT on a connection tells nothing. */
  #learn(connection: number, clientId: string): void {
    if (clientId !== '' && !this.clientIds.has(connection)) {
      this.clientIds.set(connection, clientId);
    }
  }
}
