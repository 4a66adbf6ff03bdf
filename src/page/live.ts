/** The live feed over WebSockets: who may watch, how many, and who has gone without a word. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Feed } from './feed.ts';
import { isSameOrigin } from './guard.ts';
import {
  CLOSE_TIMEOUT_MS,
  PING_EVERY_MS,
  VIEWER_MESSAGE_BYTES_MAXIMUM,
  VIEWERS_MAXIMUM,
} from './limits.ts';
import { refuseUpgrade } from './page-server.ts';

/** WebSocket statuses: the server is going down; a message that is not allowed. */
const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;

export class Live {
  readonly #feed: Feed;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: VIEWER_MESSAGE_BYTES_MAXIMUM,
  });
  readonly #answered = new Set<WebSocket>();
  #timer: NodeJS.Timeout | undefined;

  constructor(feed: Feed) {
    this.#feed = feed;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { origin, host } = request.headers;
    if (!isSameOrigin(origin, host)) {
      refuseUpgrade(socket, '403 Forbidden', 'Only a page that came from here may watch.');
      return;
    }
    if (this.#sockets.clients.size >= VIEWERS_MAXIMUM) {
      const text = `${VIEWERS_MAXIMUM} pages are watching already: close one of them.`;
      refuseUpgrade(socket, '503 Service Unavailable', text);
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (accepted) => this.#accept(accepted));
  }

  close(): void {
    clearInterval(this.#timer);
    this.#feed.close(GOING_AWAY, 'the broker has stopped');
    this.#sockets.close();
    // Who does not say goodbye must not keep the process for half a minute.
    setTimeout(() => {
      for (const socket of this.#sockets.clients) socket.terminate();
    }, CLOSE_TIMEOUT_MS).unref();
  }

  #accept(socket: WebSocket): void {
    const remove = this.#feed.add({
      get waitingBytes() {
        return socket.bufferedAmount;
      },
      send: (text) => socket.send(text),
      close: (code, reason) => socket.close(code, reason),
    });
    this.#answered.add(socket);
    socket.on('pong', () => this.#answered.add(socket));
    socket.on('message', () => socket.close(POLICY_VIOLATION, 'a viewer has nothing to say'));
    // What went wrong is of no interest; that it is over is told by `close`.
    socket.on('error', () => {});
    socket.on('close', () => {
      remove();
      this.#answered.delete(socket);
      if (this.#sockets.clients.size === 0) clearInterval(this.#timer);
    });
    if (this.#sockets.clients.size === 1) {
      this.#timer = setInterval(() => this.#ping(), PING_EVERY_MS).unref();
    }
  }

  /** Who has not answered the last time is gone, and makes room for another. */
  #ping(): void {
    for (const socket of this.#sockets.clients) {
      if (this.#answered.delete(socket)) socket.ping();
      else socket.terminate();
    }
  }
}
