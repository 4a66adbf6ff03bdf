/** A client that sends what it is told, and keeps what comes: for what MQTT.js would not do. */
import { connect, type Socket } from 'node:net';
import { parser } from 'mqtt-packet';
import { onTestFinished } from 'vitest';
import { packet } from './packet-bytes.ts';

/** As mqtt-packet reads it. */
interface Reply {
  readonly cmd: string;
  readonly reasonCode?: number;
  readonly properties?: { readonly reasonString?: string } & Readonly<Record<string, unknown>>;
}

export class RawClient {
  readonly #socket: Socket;
  readonly #replies: Reply[] = [];
  readonly #waiting: ((reply: Reply | undefined) => void)[] = [];
  #isClosed = false;

  constructor(port: number, allowHalfOpen = false) {
    this.#socket = connect({ port, host: '127.0.0.1', allowHalfOpen });
    const reader = parser({ protocolVersion: 5 });
    reader.on('packet', (reply) => this.#came(reply as Reply));
    this.#socket.on('data', (chunk) => reader.parse(chunk));
    this.#socket.on('error', () => {});
    this.#socket.on('close', () => {
      this.#isClosed = true;
      for (const tell of this.#waiting.splice(0)) tell(undefined);
    });
    onTestFinished(() => void this.#socket.destroy());
  }

  get socket(): Socket {
    return this.#socket;
  }

  /** As `packet` has it. */
  send(first: number, body: string): void {
    this.#socket.write(packet(first, body));
  }

  /** `fields` are hex: the properties with their length, and the Client Identifier. */
  connect(clientId: string, properties = '00', flags = '02', keepAlive = '0000'): void {
    this.send(0x10, `"MQTT" 05 ${flags} ${keepAlive} ${properties} "${clientId}"`);
  }

  /** PUBLISH at QoS 1 or 2, or at 0 without an identifier. */
  publish(topicName: string, payload: string, qos = 0, packetId = 1): void {
    const identifier = qos === 0 ? '' : packetId.toString(16).padStart(4, '0');
    const text = Buffer.from(payload).toString('hex');
    this.send(0x30 | (qos << 1), `"${topicName}" ${identifier} 00 ${text}`);
  }

  /** The next packet that comes, or has come; undefined when the connection has ended. */
  next(): Promise<Reply | undefined> {
    const reply = this.#replies.shift();
    if (reply !== undefined || this.#isClosed) return Promise.resolve(reply);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The first packet of that type, others passed over. */
  async nextOf(cmd: string): Promise<Reply | undefined> {
    for (;;) {
      const reply = await this.next();
      if (reply === undefined || reply.cmd === cmd) return reply;
    }
  }

  /** When the connection has ended. */
  async ended(): Promise<void> {
    while ((await this.next()) !== undefined);
  }

  #came(reply: Reply): void {
    const tell = this.#waiting.shift();
    if (tell === undefined) this.#replies.push(reply);
    else tell(reply);
  }
}
