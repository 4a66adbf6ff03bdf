/**
 * The charts of one client at work: steps, what their effects do, and what the client finds to do in between. What
 * each effect does stands in the files beside this one.
 *
 * An effect never steps the chart that it comes from: it posts, and the event is taken up after the step.
 */
import type { ClientContext, ClientEvent } from '../../machines/charts/client-types.ts';
import type { ClientCharts } from '../../machines/charts/index.ts';
import type { ReceiverEvent } from '../../machines/charts/receiver.ts';
import type { SenderEvent } from '../../machines/charts/sender.ts';
import type { ChartEffect, Step } from '../../machines/engine/chart.ts';
import type { Packet } from '../../machines/packets.ts';
import { unreachable } from '../../machines/unreachable.ts';
import type { ClientOutput } from './messages.ts';
import type { ClientOptions } from './options.ts';
import type { ClientExchange, ClientSession, ClientState } from './state.ts';
import { phaseOf } from './view.ts';

export type Performer<Part, Event> = (core: ClientCore, part: Part, event: Event) => void;
export type Performers<Part, Event> = Readonly<Record<string, Performer<Part, Event>>>;

/** An exchange on its connection; undefined for a Packet Identifier that is not in use. */
export interface ClientSending {
  readonly packetId: number;
  readonly exchange: ClientExchange | undefined;
}

/** A PUBLISH or PUBREL from the broker. */
export interface ClientReceipt {
  readonly packetId: number;
  /** Undefined for PUBREL. */
  readonly publish: Extract<Packet, { type: 'PUBLISH' }> | undefined;
}

export interface AllClientPerformers {
  readonly client: Performers<undefined, ClientEvent>;
  readonly sender: Performers<ClientSending, SenderEvent>;
  readonly receiver: Performers<ClientReceipt, ReceiverEvent>;
}

/** What performers get as the event when a timer was the cause. */
const TIMEOUT = { type: 'timeout' } as never;

export class ClientCore {
  readonly options: ClientOptions;
  readonly charts: ClientCharts;
  readonly performers: AllClientPerformers;
  readonly state: ClientState;
  #outputs: ClientOutput[] = [];
  #mail: ClientEvent[] = [];
  #sent: 'nothing' | 'something' | 'pingreq' = 'nothing';

  constructor(
    options: ClientOptions,
    charts: ClientCharts,
    performers: AllClientPerformers,
    state: ClientState,
  ) {
    this.options = options;
    this.charts = charts;
    this.performers = performers;
    this.state = state;
  }

  emit(output: ClientOutput): void {
    this.#outputs.push(output);
  }

  takeOutputs(): readonly ClientOutput[] {
    return this.#outputs;
  }

  send(packet: Packet): void {
    this.emit({ type: 'send', connection: this.state.connection, packet });
    if (packet.type === 'PINGREQ') this.#sent = 'pingreq';
    else if (this.#sent === 'nothing') this.#sent = 'something';
  }

  /** An event for the client's own chart, after the step that is being performed. */
  post(event: ClientEvent): void {
    this.#mail.push(event);
  }

  /** The session. There is one whenever the client is connected. */
  get session(): ClientSession {
    return this.state.session as ClientSession;
  }

  handles(event: ClientEvent['type']): boolean {
    return this.charts.client.handles(this.state.snapshot, event);
  }

  // Steps

  step(event: ClientEvent): void {
    this.#enter(this.charts.client.step(this.state.snapshot, event), event);
  }

  timeout(timer: string): void {
    this.#enter(this.charts.client.timeout(this.state.snapshot, timer), TIMEOUT);
  }

  stepSender(sending: ClientSending, event: SenderEvent): void {
    const { sender } = this.charts;
    const { exchange } = sending;
    const before = exchange?.snapshot ?? sender.start({}).snapshot;
    const { snapshot, effects } = sender.step(before, event);
    if (exchange !== undefined && snapshot !== before) {
      const { outbound } = this.session;
      if (snapshot.state.done) outbound.delete(exchange.packetId);
      else {
        const order = event.type === 'PUBREC' ? this.session.nextOrder++ : exchange.order;
        outbound.set(exchange.packetId, { ...exchange, order, snapshot });
      }
    }
    this.#perform(effects, this.performers.sender, sending, event);
  }

  stepReceiver(receipt: ClientReceipt, event: ReceiverEvent): void {
    const { receiver } = this.charts;
    const { inbound } = this.session;
    const before = inbound.get(receipt.packetId) ?? receiver.start({}).snapshot;
    const { snapshot, effects } = receiver.step(before, event);
    if (snapshot.state.done) inbound.delete(receipt.packetId);
    else if (snapshot.state !== before.state) inbound.set(receipt.packetId, snapshot);
    this.#perform(effects, this.performers.receiver, receipt, event);
  }

  /** Everything that follows from a step: what was posted, what may be sent by now, and that something was. */
  drain(pump: (core: ClientCore) => void): void {
    for (;;) {
      const event = this.#mail.shift();
      if (event !== undefined) {
        this.step(event);
        continue;
      }
      if (this.handles('publish.due')) pump(this);
      if (this.#mail.length > 0) continue;
      const pingreq = this.#sent === 'pingreq';
      const sent = this.#sent !== 'nothing';
      this.#sent = 'nothing';
      if (!sent || !this.handles('packet.sent')) return;
      this.step({ type: 'packet.sent', pingreq });
    }
  }

  #enter({ snapshot, effects }: Step<ClientContext>, event: ClientEvent): void {
    const before = phaseOf(this.state.snapshot);
    this.state.snapshot = snapshot;
    const phase = phaseOf(snapshot);
    if (phase !== before) {
      this.emit({ type: 'state', state: phase, cause: snapshot.context.end.cause });
    }
    this.#perform(effects, this.performers.client, undefined, event);
  }

  #perform<Part, Event, Context>(
    effects: readonly ChartEffect<Context>[],
    performers: Performers<Part, Event>,
    part: Part,
    event: Event,
  ): void {
    for (const effect of effects) {
      switch (effect.kind) {
        case 'action':
          (performers[effect.name] as Performer<Part, Event>)(this, part, event);
          break;
        case 'setTimer': {
          // Only the client's own chart has timers.
          const delayMs = effect.delayMs(this.state.snapshot.context as Context);
          this.emit({ type: 'setTimer', timer: effect.timer, delayMs });
          break;
        }
        case 'clearTimer':
          this.emit({ type: 'clearTimer', timer: effect.timer });
          break;
        default:
          unreachable(effect);
      }
    }
  }
}
