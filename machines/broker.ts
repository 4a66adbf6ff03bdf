/**
 * The broker without its world: one step takes an input and returns the effects that it asks for. No socket, no clock,
 * no chance: the same inputs give the same effects, to the byte. A driver is a loop around `step`.
 *
 * The rules stand in the charts (charts/); what their effects do, and who hears whom, in core/.
 */

import type { ConnectionEvent } from './charts/connection-types.ts';
import { chartsOf, type Engine } from './charts/index.ts';
import { verdictTooLarge } from './core/answers.ts';
import { command } from './core/commands.ts';
import { endOfNetwork, open, receive } from './core/connections.ts';
import { Core } from './core/core.ts';
import { stored, withWritesFirst } from './core/durability.ts';
import { performersFor } from './core/performers.ts';
import { retainedCount } from './core/publishing.ts';
import { recover } from './core/recovery.ts';
import { restore } from './core/restoring.ts';
import {
  holdsMoreThan,
  imageItems,
  imageRest,
  takeImage,
  takeImageOfNewest,
} from './core/take-image.ts';
import type { BrokerCounts } from './counts.ts';
import type { Effect } from './effects.ts';
import type { BrokerImage, ImageItem, ImageRest } from './image.ts';
import type { AuthenticationOutcome, ConnectionId, Input } from './inputs.ts';
import type { BrokerOptions } from './options.ts';
import { unreachable } from './unreachable.ts';
import { type BrokerView, type PartView, partsOf, viewOf } from './view.ts';

export class Broker {
  #core: Core;

  /** @param core for `fork` only */
  constructor(
    options: BrokerOptions,
    engine: Engine = 'compiled',
    core: Core = new Core(options, chartsOf(engine), performersFor(chartsOf(engine))),
  ) {
    this.#core = core;
  }

  /**
   * One input, to its end.
   * @throws Error for an input that no driver may send (a connection number used twice, a time that goes back), and
   *   ChartError for an event that no state was made for. Both are bugs, not conditions to be handled.
   */
  step(input: Input): readonly Effect[] {
    const { nowMs } = input;
    if (nowMs < this.#core.nowMs) {
      throw new Error(`time went back from ${this.#core.nowMs} to ${nowMs}`);
    }
    if (input.type === 'recovered' || input.type === 'restored') this.#core = this.#core.blank();
    const core = this.#core;
    core.nowMs = nowMs;
    // What has waited for the store long enough goes before anything new.
    const released = input.type === 'stored' ? stored(core, input.id, input.ok) : [];
    this.#take(input);
    core.drain();
    const effects = core.takeEffects();
    return core.journal.enabled ? [...released, ...withWritesFirst(core, effects)] : effects;
  }

  /** An independent broker in the same state, in time that does not depend on how much there is of it. */
  fork(): Broker {
    return new Broker(this.#core.options, undefined, this.#core.fork());
  }

  /** All of its state as plain data. Costs time in proportion to it: for looking at, not for the hot path. */
  view(): BrokerView {
    return viewOf(this.#core);
  }

  /** As `view`, part by part with the chart's snapshot, for asking the charts about them. */
  parts(): readonly PartView[] {
    return partsOf(this.#core);
  }

  /**
   * All of its state, for another broker to go on from: see image.ts. Costs time in proportion to it. The timers are
   * the driver's to add.
   * @param nowMs now, which may be later than the last input
   */
  image(nowMs: number): BrokerImage {
    return takeImage(this.#core, nowMs);
  }

  /** The lists of an image item by item, in the order of their members. Of a fork, they may be taken at leisure. */
  imageItems(nowMs: number): Generator<ImageItem, void, undefined> {
    return imageItems(this.#core, nowMs);
  }

  /** What of an image is no list. */
  imageRest(nowMs: number): ImageRest {
    return imageRest(this.#core, nowMs);
  }

  /** As much of it as there may be, newest connections first: for looking at, not for going on from. */
  imageOfNewest(nowMs: number, most: number): BrokerImage {
    return takeImageOfNewest(this.#core, nowMs, most);
  }

  /** Whether an image would have more things in it: connections, sessions, and whatever belongs to one. */
  holdsMoreThan(most: number): boolean {
    return holdsMoreThan(this.#core, most);
  }

  /** In constant time. */
  get counts(): BrokerCounts {
    const { records, router, tally } = this.#core;
    const { filters } = router.counts;
    const retained = retainedCount(this.#core);
    return { ...records.counts, filters, retained, ...tally.counts };
  }

  #take(input: Input): void {
    switch (input.type) {
      case 'opened':
        open(this.#core, input);
        break;
      case 'received': {
        const connection = this.#core.connection(input.connection);
        // Nothing comes after the end of the network, whatever a driver may say.
        if (connection === undefined || connection.heldEnd !== undefined) return;
        receive(this.#core, connection, input.packet);
        return;
      }
      case 'malformed': {
        const { reasonCode, detail, clauses } = input;
        this.#tell(input.connection, { type: 'malformed', reasonCode, detail, clauses });
        break;
      }
      case 'congested':
        this.#tell(input.connection, { type: 'network.congested' });
        break;
      case 'writable':
        this.#tell(input.connection, { type: 'network.writable' });
        break;
      case 'closed':
        this.#closed(input.connection, input.error ?? '');
        break;
      case 'authenticated': {
        this.#authenticated(input.connection, input.outcome);
        break;
      }
      case 'authorized': {
        const { allowed } = input;
        this.#tell(input.connection, { type: 'authorization.answered', allowed });
        break;
      }
      case 'stored':
        break;
      case 'recovered':
        recover(this.#core, input.entries);
        break;
      case 'restored':
        restore(this.#core, input.image, input.timers);
        break;
      case 'timer':
        this.#core.timeout(input.timer);
        break;
      case 'command':
        command(this.#core, input.command);
        break;
      default:
        unreachable(input);
    }
  }

  #authenticated(id: ConnectionId, outcome: AuthenticationOutcome): void {
    const connection = this.#core.connection(id);
    if (connection === undefined) return;
    const answerTooLarge = verdictTooLarge(this.#core, connection, outcome);
    const event = { type: `authentication.${outcome.kind}`, outcome, answerTooLarge } as const;
    this.#core.stepConnection(connection, event);
  }

  #closed(id: ConnectionId, error: string): void {
    const connection = this.#core.connection(id);
    if (connection !== undefined) endOfNetwork(this.#core, connection, error);
  }

  /** What comes for a connection that has been closed is too late: the network and we crossed. */
  #tell(id: ConnectionId, event: ConnectionEvent): void {
    const connection = this.#core.connection(id);
    if (connection !== undefined) this.#core.stepConnection(connection, event);
  }
}
