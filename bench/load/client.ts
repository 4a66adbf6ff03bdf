/**
 * A client as cheap as it can be made: a raw socket, one buffer for all that is read, packets counted by type, and
 * every acknowledgement that is due given at once.
 */
import { connect, type Socket } from 'node:net';
import { packetEnd, publishIdAt } from './frames.ts';
import { PACKET } from './packets.ts';

/** One for all sockets: what was read is dealt with before the next read begins. */
const READ_BUFFER = Buffer.allocUnsafe(65_536);
const PATIENCE_MS = 10_000;

/** What is answered to what: the receiving and the sending half of QoS 1 and 2. */
const ANSWER_FIRST_BYTE: readonly number[] = Array.from({ length: 16 }, (_, type) => {
  if (type === PACKET.PUBREC) return (PACKET.PUBREL << 4) | 2;
  return type === PACKET.PUBREL ? PACKET.PUBCOMP << 4 : 0;
});
const PUBLISH_ANSWER_FIRST_BYTE = [0, PACKET.PUBACK << 4, PACKET.PUBREC << 4] as const;

export class Client {
  /** Packets received, by type. */
  readonly counts: number[] = new Array(16).fill(0);
  /** Called when something has come in. */
  onProgress: () => void = () => {};
  onClosed: () => void = () => {};
  isClosed = false;
  readonly #socket: Socket;
  #rest: Buffer | undefined;
  #answers: Buffer | undefined;
  #answersLength = 0;

  constructor(port: number, firstBytes: Buffer) {
    const onread = { buffer: READ_BUFFER, callback: (count: number) => this.#read(count) };
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true, onread });
    this.#socket.on('error', () => {});
    this.#socket.on('close', () => {
      this.isClosed = true;
      this.onClosed();
    });
    this.#socket.write(firstBytes);
  }

  send(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  /** Sends the last bytes and closes. */
  end(bytes: Buffer): void {
    this.#socket.end(bytes);
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Resolves when so many packets of the type have come. Not for the hot path. */
  async received(type: number, count: number): Promise<void> {
    const startedAt = performance.now();
    while ((this.counts[type] as number) < count) {
      if (this.isClosed) throw new Error(`closed by the broker before packet type ${type}`);
      if (performance.now() - startedAt > PATIENCE_MS) throw new Error(`no packet type ${type}`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  /** Always true: go on reading. */
  #read(count: number): boolean {
    const read = READ_BUFFER.subarray(0, count);
    const bytes = this.#rest === undefined ? read : Buffer.concat([this.#rest, read]);
    const { length } = bytes;
    let at = 0;
    for (let end = packetEnd(bytes, 0, length); end !== -1; end = packetEnd(bytes, at, length)) {
      this.#take(bytes, at);
      at = end;
    }
    this.#rest = at === length ? undefined : Buffer.from(bytes.subarray(at));
    this.#sendAnswers();
    this.onProgress();
    return true;
  }

  #take(bytes: Buffer, start: number): void {
    const first = bytes[start] as number;
    const type = first >> 4;
    (this.counts[type] as number)++;
    if (type === PACKET.PUBLISH) {
      const answer = PUBLISH_ANSWER_FIRST_BYTE[(first >> 1) & 3] as number;
      if (answer !== 0) this.#answer(answer, bytes, publishIdAt(bytes, start));
      return;
    }
    const answer = ANSWER_FIRST_BYTE[type] as number;
    if (answer !== 0) this.#answer(answer, bytes, start + 2);
  }

  #answer(firstByte: number, bytes: Buffer, idAt: number): void {
    // An answer is never longer than what it answers.
    this.#answers ??= Buffer.allocUnsafe(bytes.length);
    const answers = this.#answers;
    const at = this.#answersLength;
    answers[at] = firstByte;
    answers[at + 1] = 2;
    answers[at + 2] = bytes[idAt] as number;
    answers[at + 3] = bytes[idAt + 1] as number;
    this.#answersLength = at + 4;
  }

  #sendAnswers(): void {
    if (this.#answers === undefined) return;
    this.#socket.write(this.#answers.subarray(0, this.#answersLength));
    this.#answers = undefined;
    this.#answersLength = 0;
  }
}

/** A client that has been accepted. */
export async function connected(port: number, bytes: Buffer): Promise<Client> {
  const client = new Client(port, bytes);
  await client.received(PACKET.CONNACK, 1);
  return client;
}
