// A client on a string: what it does comes back as words, what is done to it is one call each.
import type { Connack, Packet } from '../../machines/packets.ts';
import { createClient } from '../../sim/client/client.ts';
import type {
  Client,
  ClientCommand,
  ClientInput,
  ClientOutput,
} from '../../sim/client/messages.ts';
import { type ClientOptions, DEFAULT_CLIENT_OPTIONS } from '../../sim/client/options.ts';
import { numbered } from './client-ledger.ts';

export function connack(changes: Partial<Connack> = {}): Connack {
  return { type: 'CONNACK', sessionPresent: false, reasonCode: 0, properties: {}, ...changes };
}

export class Puppet {
  readonly client: Client;

  constructor(options: Partial<ClientOptions> = {}, client?: Client) {
    this.client = client ?? createClient({ ...DEFAULT_CLIENT_OPTIONS, ...options });
  }

  get phase(): string {
    return this.client.view().phase;
  }

  step(input: ClientInput): string[] {
    return this.client.step(input).map(inWords);
  }

  command(command: ClientCommand): string[] {
    return this.step({ type: 'command', command });
  }

  publish(number: number, qos: 0 | 1 | 2, changes: object = {}): string[] {
    return this.command({
      type: 'publish',
      message: { ...numbered(number, 'a', qos), ...changes },
    });
  }

  receive(packet: Packet): string[] {
    return this.step({ type: 'received', connection: this.#connection, packet });
  }

  receivePublish(qos: 0 | 1 | 2, packetId: number, dup = false): string[] {
    const message = numbered(packetId, 'a', qos);
    return this.receive({ type: 'PUBLISH', message, qos, retain: false, dup, packetId });
  }

  ack(type: 'PUBACK' | 'PUBREC' | 'PUBCOMP' | 'PUBREL', packetId: number): string[] {
    return this.receive({ type, packetId, reasonCode: 0 });
  }

  timer(timer: string): string[] {
    return this.step({ type: 'timer', timer });
  }

  network(type: 'opened' | 'closed' | 'failed'): string[] {
    return this.step({ type, connection: this.#connection });
  }

  /** From disconnected to connected. */
  connect(answer: Partial<Connack> = {}, command: Partial<ClientCommand> = {}): string[] {
    this.command({ type: 'connect', ...command } as ClientCommand);
    this.network('opened');
    return this.receive(connack(answer));
  }

  get #connection(): number {
    return this.client.view().connection;
  }
}

function inWords(output: ClientOutput): string {
  switch (output.type) {
    case 'send':
      return `send ${packetInWords(output.packet)}`;
    case 'close':
      return output.abort ? 'abort' : 'close';
    case 'setTimer':
      return `set ${output.timer} ${output.delayMs}`;
    case 'clearTimer':
      return `clear ${output.timer}`;
    case 'state':
      return `= ${output.state}`;
    case 'received':
      return `received ${output.message.payload[1]}`;
    case 'completed':
    case 'abandoned':
      return `${output.type} ${output.of} ${output.packetId}`;
    case 'refused':
      return `refused ${output.command.type}`;
    default:
      return output.type;
  }
}

function packetInWords(packet: Packet): string {
  const { type } = packet;
  if (type === 'PUBLISH') {
    return `PUBLISH ${packet.packetId} q${packet.qos}${packet.dup ? ' dup' : ''}`;
  }
  if (type === 'CONNECT') return packet.cleanStart ? 'CONNECT clean' : 'CONNECT';
  const code =
    'reasonCode' in packet && packet.reasonCode > 0 ? ` 0x${packet.reasonCode.toString(16)}` : '';
  return `${type}${'packetId' in packet ? ` ${packet.packetId}` : ''}${code}`;
}

/** The packets among the words. */
export function sent(lines: readonly string[]): string[] {
  return lines.filter((line) => line.startsWith('send ')).map((line) => line.slice(5));
}
