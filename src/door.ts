/**
 * Too many connections: those beyond the broker's limit are let in far enough to be told so, and of these too there is a
 * limit. What comes beyond that is cut off, counted, and told to the log once in a while.
 */
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { ConnectionOrigin } from '../machines/index.ts';
import type { Clock } from './clock.ts';
import { Repeats } from './log/repeats.ts';
import type { Traffic } from './sys/traffic.ts';

export interface DoorParts {
  readonly connectionsMaximum: number;
  readonly refusalsMaximum: number;
  /** Of connections that there are. */
  readonly count: () => number;
  readonly attach: (stream: Duplex, origin: ConnectionOrigin) => void;
  /** Counted up. */
  readonly traffic: Traffic;
  readonly logger: Logger;
  readonly clock: Clock;
}

export class Door {
  /** With so many there is no getting in at all. */
  readonly most: number;
  readonly #parts: DoorParts;
  readonly #repeats: Repeats;

  constructor(parts: DoorParts) {
    this.#parts = parts;
    this.#repeats = new Repeats(parts.clock);
    this.most = parts.connectionsMaximum + parts.refusalsMaximum;
  }

  enter(stream: Duplex, origin: ConnectionOrigin): void {
    const { count, attach } = this.#parts;
    if (count() < this.most) {
      attach(stream, origin);
      return;
    }
    stream.on('error', () => {}).destroy();
    this.cutOff(origin);
  }

  /** One has been cut off before it got here. */
  cutOff({ transport, remote }: ConnectionOrigin): void {
    const { connectionsMaximum, refusalsMaximum, traffic, logger } = this.#parts;
    traffic.connectionsCut += 1;
    const more = this.#repeats.admit('');
    if (more === undefined) return;
    const reason = `more than ${connectionsMaximum} connections and ${refusalsMaximum} that are being refused`;
    logger.warn({ reason, transport, remote, ...(more > 0 && { more }) }, 'connection cut off');
  }

  /** Nobody comes any more: how many have been cut off since that was told last. */
  close(): void {
    for (const { more } of this.#repeats.left()) {
      this.#parts.logger.warn({ reason: 'too many connections', more }, 'lines left out');
    }
  }
}
