/** The client's half of SCRAM-SHA-256, and a client of MQTT 5.0 that speaks it over a socket, packet by packet. */
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { generate, type IConnectPacket, type Packet, parser } from 'mqtt-packet';
import { onTestFinished } from 'vitest';

const METHOD = 'SCRAM-SHA-256';

export interface ScramUser {
  readonly user: string;
  readonly password: string;
  readonly nonce?: string;
  /** As the client-final message names it, for clients that do it wrong. */
  readonly changeNonce?: (nonce: string) => string;
}

const hmac = (key: Uint8Array, text: string) => createHmac('sha256', key).update(text).digest();

export class ScramClient {
  readonly first: string;
  readonly #who: ScramUser;
  #expectedSignature = '';

  constructor(who: ScramUser) {
    this.#who = who;
    this.first = `n,,${this.#bare}`;
  }

  get #bare(): string {
    const { user, nonce = 'rOprNGfwEbeRWgbNEkqO' } = this.#who;
    return `n=${user.replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${nonce}`;
  }

  /** The final message, in answer to the server's first. */
  final(serverFirst: string): string {
    const [, nonce = '', salt = '', iterations] =
      /^r=([^,]+),s=([^,]+),i=(\d+)$/.exec(serverFirst) ?? [];
    const { password, changeNonce = (same: string) => same } = this.#who;
    const salted = pbkdf2Sync(
      password,
      Buffer.from(salt, 'base64'),
      Number(iterations),
      32,
      'sha256',
    );
    const clientKey = hmac(salted, 'Client Key');
    const withoutProof = `c=biws,r=${changeNonce(nonce)}`;
    const signed = `${this.#bare},${serverFirst},${withoutProof}`;
    const signature = hmac(createHash('sha256').update(clientKey).digest(), signed);
    const proof = Buffer.from(clientKey.map((byte, i) => byte ^ (signature[i] as number)));
    this.#expectedSignature = hmac(hmac(salted, 'Server Key'), signed).toString('base64');
    return `${withoutProof},p=${proof.toString('base64')}`;
  }

  /** Whether the server knows the user too. */
  trusts(serverFinal: string): boolean {
    return serverFinal === `v=${this.#expectedSignature}`;
  }
}

/** Packets out, packets in, in order. */
export class RawClient {
  readonly #socket: Socket;
  readonly #waiting: ((packet: Packet | undefined) => void)[] = [];
  readonly #received: (Packet | undefined)[] = [];

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1');
    onTestFinished(() => void this.#socket.destroy());
    const packets = parser({ protocolVersion: 5 });
    packets.on('packet', (packet) => this.#push(packet));
    this.#socket.on('data', (chunk) => void packets.parse(chunk));
    this.#socket.on('error', () => {});
    this.#socket.on('close', () => this.#push(undefined));
  }

  send(packet: Packet): void {
    this.#socket.write(generate(packet, { protocolVersion: 5 }));
  }

  connect(data: string | undefined, more: Partial<IConnectPacket> = {}): void {
    this.send({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 5,
      clientId: 'c1',
      clean: true,
      keepalive: 0,
      properties: {
        authenticationMethod: METHOD,
        ...(data !== undefined && { authenticationData: Buffer.from(data) }),
      },
      ...more,
    });
  }

  auth(reasonCode: number, data: string): void {
    this.send({
      cmd: 'auth',
      reasonCode,
      properties: { authenticationMethod: METHOD, authenticationData: Buffer.from(data) },
    });
  }

  /** The next packet; undefined when the connection has closed. */
  next(): Promise<Packet | undefined> {
    if (this.#received.length > 0) return Promise.resolve(this.#received.shift());
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #push(packet: Packet | undefined): void {
    const resolve = this.#waiting.shift();
    if (resolve === undefined) this.#received.push(packet);
    else resolve(packet);
  }
}

/** Of AUTH or CONNACK. */
export function dataOf(packet: Packet | undefined): string {
  const properties = packet && 'properties' in packet ? packet.properties : undefined;
  const data = (properties as { authenticationData?: Buffer } | undefined)?.authenticationData;
  return data?.toString() ?? '';
}
