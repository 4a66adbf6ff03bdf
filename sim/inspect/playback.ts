/**
 * A broker that is given the inputs of a trace, record by record. What it does is what the charts of this program do;
 * whether that is what the trace says is the replay's question.
 */
import {
  Broker,
  type BrokerImage,
  type Effect,
  type Input,
  observedBroker,
  type ProtocolVersion,
  type TimerId,
  type Watch,
} from '../../machines/index.ts';
import type { CauseId, Note, TraceHeader } from '../../machines/trace/format.ts';
import { expectKnownNote } from '../../machines/trace/known-names.ts';
import { readInput } from '../../machines/trace/read-input.ts';
import type { RecordItem } from '../../machines/trace/trace-reader.ts';
import { missingHere } from '../render/sentences/words.ts';
import { beginningMissing, DamagedRecord } from './damaged.ts';
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
   * @param from for `fork` only
   * @throws InspectError for a trace that does not begin at its beginning
   */
  constructor(header: TraceHeader, watch?: Watch, from?: Playback) {
    const missing = beginningMissing(header);
    if (missing !== undefined) throw missing;
    this.header = header;
    const { options } = header;
    if (from === undefined) {
      this.broker = watch === undefined ? new Broker(options) : observedBroker(options, watch);
      return;
    }
    this.broker = from.broker.fork();
    this.n = from.n;
    this.t = from.t;
    for (const [timer, running] of from.timers) this.timers.set(timer, running);
    for (const [connection, clientId] of from.clientIds) this.clientIds.set(connection, clientId);
    for (const [clientId, version] of from.versions) this.versions.set(clientId, version);
  }

  /** An independent playback at the same place. Who watches this one watches that one too. */
  fork(): Playback {
    return new Playback(this.header, undefined, this);
  }

  /** @throws InspectError where steps are missing: from there on nobody knows what the broker held */
  play(item: RecordItem): Played {
    const { n, t, by } = item;
    this.n = n;
    this.t = t;
    if (item.kind === 'gap') {
      throw new InspectError(
        `record ${n}: ${missingHere(item.gap.steps)} (${item.gap.because}), so what the broker held is known up to record ${n - 1} only`,
      );
    }
    const head = { n, t, by, timerSetBy: undefined };
    if (item.kind === 'note') {
      const note = intact(n, () => noteIn(item.note));
      return { ...head, input: undefined, effects: [], note };
    }
    const input = intact(n, () => readInput(item.input, t));
    if (input.type === 'recovered' || input.type === 'restored') this.timers.clear();
    if (input.type === 'restored') this.#meet(input.image);
    if (input.type === 'received' && input.packet.type === 'CONNECT') {
      const { clientId, protocolVersion } = input.packet;
      this.#learn(input.connection, clientId);
      const version = VERSIONS.find((one) => one === protocolVersion);
      if (version !== undefined) this.versions.set(clientId, version);
    }
    const timerSetBy = input.type === 'timer' ? this.#takeTimer(input.timer) : undefined;
    const effects = intact(n, () => this.broker.step(input));
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

  /** Who is connected already. */
  #meet({ connections }: BrokerImage): void {
    for (const { id, clientId, snapshot } of connections) {
      this.#learn(id, clientId);
      const { version } = snapshot.context;
      if (version !== 0 && clientId !== '') this.versions.set(clientId, version);
    }
  }

  /** A second CONNECT on a connection tells nothing. */
  #learn(connection: number, clientId: string): void {
    if (clientId !== '' && !this.clientIds.has(connection)) {
      this.clientIds.set(connection, clientId);
    }
  }
}

function noteIn(text: string): Note {
  const note = JSON.parse(text) as Note;
  expectKnownNote(note);
  return note;
}

/** What the broker does not throw at inputs as they are recorded, it may at those of a damaged file. */
function intact<Value>(n: number, play: () => Value): Value {
  try {
    return play();
  } catch (error) {
    throw new DamagedRecord(n, error);
  }
}
