/** The other end of one connection, which sends anything; and the driver's part of it: bytes become inputs. */
import type { ConnectionId, ProtocolVersion } from '../../machines/index.ts';
import { Decoder } from '../../src/codec/decoder.ts';
import { broken } from '../support/properties/rule.ts';
import type { World } from '../support/world/world.ts';
import { Framing } from './framing.ts';
import { violationIn } from './oracle.ts';
import type { Record } from './witness.ts';

export class Peer {
  readonly name: string;
  readonly connection: ConnectionId;
  readonly record: Record;
  /** What it means to speak. */
  readonly version: ProtocolVersion;
  hasSentConnect = false;
  /** Of enhanced authentication. */
  hasMethod = false;
  isCongested = false;
  /** The rest of a packet of which the beginning has been sent. */
  rest: Buffer | undefined;
  readonly #world: World;
  readonly #decoder: Decoder;
  readonly #framing = new Framing();

  constructor(world: World, name: string, record: Record, version: ProtocolVersion) {
    this.#world = world;
    this.name = name;
    this.connection = world.idOf(name);
    this.record = record;
    this.version = version;
    this.#decoder = new Decoder(world.options.maximumPacketSizeBytes);
  }

  get isOpen(): boolean {
    return this.#world.isOpen(this.name);
  }

  /** Nothing is under way that the next bytes would be part of. */
  get isBetweenPackets(): boolean {
    return this.rest === undefined && this.#framing.isBetweenPackets;
  }

  /** As the driver does it, and a little more: after the end of a connection the core is told all the same. */
  send(bytes: Buffer): void {
    this.#framing.push(bytes);
    this.#decoder.push(bytes);
    for (let item = this.#decoder.next(); item !== undefined; item = this.#decoder.next()) {
      if (!this.isOpen) return;
      const { record, connection } = this;
      const wasAlive = record.isAlive;
      if (item.type === 'malformed') {
        this.#world.step({ ...item, connection });
        if (wasAlive) this.#expectViolation(item.detail, [item.reasonCode]);
        return;
      }
      const isFirst = !record.isConnected && record.version === 0 && !this.hasSentConnect;
      if (item.type === 'CONNECT') this.hasSentConnect = true;
      else if (isFirst && wasAlive) record.owed = 'a packet before CONNECT';
      const violation = violationIn(item, record.version, this.#world.options.topicAliasMaximum);
      if (wasAlive && record.isConnected && violation !== undefined) record.owed = violation;
      this.#world.receive(this.name, item);
      if (wasAlive && isFirst && item.type !== 'CONNECT') {
        this.#expectViolation('a packet before CONNECT', [0x82]);
      }
    }
  }

  /** Sends what must be answered as a violation, at once or behind what the authorizer is asked about. */
  violate(name: string, bytes: Buffer, reasonCodes: readonly number[], isMalformed: boolean): void {
    const { record } = this;
    const mayWait = record.isAuthorizing && !isMalformed;
    record.owed = name;
    this.send(bytes);
    if (!mayWait) this.#expectViolation(name, reasonCodes);
  }

  #expectViolation(what: string, reasonCodes: readonly number[]): void {
    const { verdict, name } = this.record;
    if (verdict === undefined) broken(`${name}: nothing comes of ${what}`);
    const { cause, reasonCode } = verdict;
    if (cause !== 'protocolViolation') broken(`${name}: ${cause}, for ${what}`);
    if (reasonCodes.includes(reasonCode)) return;
    broken(`${name}: ${what} is answered with 0x${reasonCode.toString(16)}`);
  }
}
