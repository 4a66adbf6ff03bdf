/**
 * Too many connections: those beyond the broker's limit are let in far enough to be told so, and of these too there is a
 * limit. What comes beyond that is cut off, counted, and told to the log once in a while; so are those who do not get as
 * far as this.
 */
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { ConnectionOrigin } from '../machines/index.ts';
import type { Clock } from './clock.ts';
import { Repeats } from './log/repeats.ts';
import type { Traffic } from './sys/traffic.ts';
import type { Transport } from './transport/listen.ts';
import { ProxyProtocolError } from './transport/proxy-protocol.ts';

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
    const more = this.#repeats.admit('too many connections');
    if (more === undefined) return;
    const reason = `more than ${connectionsMaximum} connections and ${refusalsMaximum} that are being refused`;
    logger.warn({ reason, transport, remote, ...(more > 0 && { more }) }, 'connection cut off');
  }

  /** A proxy that does not say whom it speaks for is the operator's to set right; other strangers are many. */
  notAccepted(transport: Transport, error: Error): void {
    const { logger } = this.#parts;
    const reason = error.message;
    if (!(error instanceof ProxyProtocolError)) {
      logger.debug({ transport, reason }, 'connection not accepted');
      return;
    }
    // The port is another each time.
    const more = this.#repeats.admit(reason.replace(/:\d+(?=\D*$)/, ''));
    if (more === undefined) return;
    logger.warn({ transport, reason, ...(more > 0 && { more }) }, 'connection not accepted');
  }

  /** Nobody comes any more: what has not been told since it was told last. */
  close(): void {
    this.#repeats.end(this.#parts.logger);
  }
}
