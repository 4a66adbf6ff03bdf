/**
 * Watches what the broker does to each connection, and judges it once the broker has said that it is over: the answer
 * has to be the one that the standard asks for, and there may be no other.
 */
import {
  type ConnectionId,
  type Effect,
  type Input,
  type LifecycleEvent,
  type Packet,
  type ProtocolVersion,
  ReasonCode,
  reasonCodeName,
} from '../../machines/index.ts';
import { WireEncoder } from '../../sim/wire/encode.ts';
import { Encoder } from '../../src/codec/encoder.ts';
import { broken } from '../support/properties/rule.ts';
import type { Sightings } from '../support/properties/sightings.ts';
import type { Watcher, World } from '../support/world/world.ts';

type Verdict = Extract<LifecycleEvent, { type: 'client.refused' | 'client.disconnected' }>;

const ENDED_BY_CLIENT: ReadonlySet<string> = new Set([
  'clientDisconnected',
  'networkClosed',
  'networkFailed',
]);
const CONNECT_RETURN_CODES = [1, 2, 3, 4, 5];
/** Reason Codes from here on are failures. */
const FAILURE = 0x80;

/** What is known of one connection. */
export class Record {
  readonly name: string;
  version: ProtocolVersion | 0 = 0;
  /** As announced; CONNACK may still wait for the store. */
  isConnected = false;
  hasConnack = false;
  /** The broker has asked the network to close it. */
  isClosing = false;
  /** The network has closed it. */
  isGone = false;
  /** It was gone before the broker was through with what it had sent. */
  wasGone = false;
  isAuthenticating = false;
  isAuthorizing = false;
  authorizedTopics = 0;
  verdict: Verdict | undefined;
  isJudged = false;
  readonly refusals: number[] = [];
  readonly disconnects: number[] = [];
  /** Undefined before CONNECT. */
  maximumPacketSize: number | undefined;
  /** A violation that was sent, and may be looked at only after the authorizer's answer. */
  owed: string | undefined;

  constructor(name: string) {
    this.name = name;
  }

  /** The broker has not ended it, and neither has the network. */
  get isAlive(): boolean {
    return !this.isClosing && !this.isGone && this.verdict === undefined;
  }
}

export class Witness implements Watcher {
  readonly #world: World;
  readonly #sightings: Sightings;
  readonly #records = new Map<ConnectionId, Record>();
  readonly #encoder = new Encoder();
  readonly #wire = new WireEncoder();
  /** Those that something has happened to. */
  readonly #touched = new Set<Record>();

  constructor(world: World, sightings: Sightings) {
    this.#world = world;
    this.#sightings = sightings;
  }

  record(connection: ConnectionId): Record {
    const found = this.#records.get(connection);
    return found ?? broken(`an effect for connection ${connection}, which never was`);
  }

  input(input: Input): void {
    if (input.type === 'opened') {
      this.#records.set(input.connection, new Record(this.#world.nameOf(input.connection)));
    } else if (input.type === 'closed') {
      const record = this.record(input.connection);
      record.isGone = true;
      record.wasGone = record.verdict === undefined;
      record.isAuthenticating = false;
    } else if (input.type === 'received' && input.packet.type === 'CONNECT') {
      const record = this.record(input.connection);
      const { maximumPacketSize } = input.packet.properties;
      // Of the first CONNECT. 0 is a Protocol Error, and no size to keep to.
      record.maximumPacketSize ??= maximumPacketSize || Infinity;
    }
  }

  effect(effect: Effect): void {
    switch (effect.type) {
      case 'transmit':
        this.#transmitted(this.#touch(effect.connection), effect.packet, effect.version);
        break;
      case 'close':
        this.#touch(effect.connection).isClosing = true;
        break;
      case 'authenticate':
        this.#touch(effect.connection).isAuthenticating = true;
        break;
      case 'authorize': {
        const record = this.#touch(effect.connection);
        record.isAuthorizing = true;
        record.authorizedTopics = effect.topics.length;
        break;
      }
      case 'announce':
        this.#announced(effect.event);
    }
  }

  /** Whatever was to be done has been done: judges what is over, and sees that nothing is left unanswered. */
  judgeAll(): void {
    for (const record of this.#touched) {
      const { verdict, owed, name } = record;
      if (verdict !== undefined && !record.isJudged) this.#judge(record, verdict);
      if (owed === undefined || record.isAuthorizing || !record.isConnected) continue;
      if (verdict === undefined && !record.isGone) broken(`${name} gets away with ${owed}`);
    }
    this.#touched.clear();
  }

  /** So that `judgeAll` looks at it. */
  #touch(connection: ConnectionId): Record {
    const record = this.record(connection);
    this.#touched.add(record);
    return record;
  }

  #transmitted(record: Record, packet: Packet, version: ProtocolVersion): void {
    const { name } = record;
    record.version = version;
    const bytes = this.#encoded(packet, version);
    if (record.isGone) broken(`${packet.type} to ${name}, which has gone`);
    if (bytes > (record.maximumPacketSize ?? Infinity))
      broken(`${packet.type} of ${bytes} bytes to ${name}`);
    if (packet.type === 'CONNACK' && packet.reasonCode === 0) record.hasConnack = true;
    if (packet.type === 'CONNACK' && packet.reasonCode !== 0) {
      record.refusals.push(packet.reasonCode);
    } else if (packet.type === 'DISCONNECT') record.disconnects.push(packet.reasonCode);
  }

  /** Two encoders have to agree on it. */
  #encoded(packet: Packet, version: ProtocolVersion): number {
    const chunks: Uint8Array[] = [];
    const length = this.#encoder.encode(packet, version, chunks);
    const wire = this.#wire.encode(packet, version);
    if (!Buffer.concat(chunks).equals(wire)) broken(`two encodings of ${packet.type}`);
    return length;
  }

  #announced(event: LifecycleEvent): void {
    if (event.type === 'client.connected') {
      const record = this.#touch(event.connection);
      record.isConnected = true;
      record.version = event.version;
    }
    if (event.type !== 'client.refused' && event.type !== 'client.disconnected') return;
    const record = this.#touch(event.connection);
    if (record.verdict !== undefined) broken(`the end of ${record.name} is announced twice`);
    record.verdict = event;
    record.isAuthorizing = false;
    const { type, cause, reasonCode, detail, clauses } = event;
    const of = type === 'client.refused' ? 'refused' : 'disconnected';
    this.#sightings.saw(`${of}: ${cause}`);
    if (cause === 'protocolViolation') {
      this.#sightings.saw(`violation: ${reasonCodeName(reasonCode)}: ${withoutValues(detail)}`);
      for (const id of clauses) this.#sightings.saw(`broken: ${id}`);
      if (clauses.length === 0 && reasonCode !== ReasonCode.packetTooLarge) {
        broken(`no clause for ${detail}`);
      }
    }
  }

  #judge(record: Record, { cause, reasonCode, type }: Verdict): void {
    const { name, version, disconnects, refusals, isConnected } = record;
    record.isJudged = true;
    if (isConnected !== (type === 'client.disconnected')) broken(`${name}: wrong event ${type}`);
    if (disconnects.length + refusals.length > 1) broken(`${name} is told twice of its end`);
    if (cause === 'protocolViolation' && reasonCode < FAILURE) broken(`${name}: no failure`);
    if (ENDED_BY_CLIENT.has(cause)) {
      if (disconnects.length > 0) broken(`${name} ended it, and gets DISCONNECT`);
      return;
    }
    if (record.wasGone) return;
    if (!record.isClosing && !record.isGone) broken(`${name} is not closed after ${cause}`);
    if (!isConnected && disconnects.length > 0) broken(`DISCONNECT to ${name} before CONNACK`);
    if (cause === 'answerTooLarge' && refusals.length > 0) broken(`CONNACK to ${name}, too large`);
    if (isConnected) this.#judgeDisconnect(record, cause);
    const allowed = (code: number) =>
      version === 5 ? code >= FAILURE : CONNECT_RETURN_CODES.includes(code);
    if (!refusals.every(allowed)) broken(`${name} is refused with ${refusals}`);
    const answer = refusals.length + disconnects.length > 0 ? 'a packet' : 'a bare close';
    this.#sightings.saw(`answered: ${answer} in version ${version}`);
  }

  #judgeDisconnect(record: Record, cause: string): void {
    const { name, version, disconnects } = record;
    // DISCONNECT may not stand before CONNACK (v5 MQTT-3.14.0-1).
    if (!record.hasConnack && disconnects.length > 0) broken(`DISCONNECT to ${name}, no CONNACK`);
    if (!record.hasConnack) return;
    if (version < 5 && disconnects.length > 0) broken(`DISCONNECT to ${name} in ${version}`);
    if (version < 5) return;
    const [reasonCode] = disconnects;
    if (reasonCode === undefined) broken(`${name} gets no DISCONNECT for ${cause}`);
    if (reasonCode < FAILURE) broken(`DISCONNECT ${reasonCode} to ${name} for ${cause}`);
  }
}

/** So that details of one kind are counted as one. */
function withoutValues(detail: string): string {
  return detail.replace(/"(?:[^"\\]|\\.)*"|0x[0-9a-f]+|\d+/g, '…');
}
