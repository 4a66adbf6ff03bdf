/**
 * A client across its Network Connections: comes, is cut, comes back, takes itself over. What a conforming client owes
 * its session (resending, remembering Packet Identifiers) is up to the kinds of member.
 *
 * A session belongs to the newest connection: once that is opened, what still comes in on an older one is not looked
 * at, apart from its farewell. A message that is lost so has not been acknowledged, and comes again.
 */
import type { Packet, Will } from '../../machines/packets.ts';
import type { Faults } from './faults.ts';
import { Link } from './link.ts';
import { connectPacket, type Incoming } from './wire.ts';

export interface Circumstances {
  readonly port: number;
  readonly faults: Faults;
  readonly tally: Tally;
}

export interface Tally {
  connects: number;
  cuts: number;
  takeovers: number;
  /** Takeovers with a clean start, in order to leave nothing. */
  discards: number;
  /** DISCONNECT with 0x8E, to 5.0 clients. */
  takenOverNotices: number;
  pings: number;
}

export interface MemberPlan {
  readonly index: number;
  readonly clientId: string;
  readonly version: 4 | 5;
  /** Whether the session outlives the connection. */
  readonly isPersistent: boolean;
  readonly will?: Will | undefined;
  readonly receiveMaximum?: number | undefined;
}

type Phase = 'away' | 'connecting' | 'connected' | 'leaving' | 'left';

const SESSION_EXPIRY_SECONDS = 3_600;
const KEEP_ALIVE_SECONDS = 60;
const SESSION_TAKEN_OVER = 0x8e;
/** Ports of one address are some 28,000 on Linux by default. */
const PORTS_PER_ADDRESS = 20_000;
/** For CONNACK, for PINGRESP, and for the broker to close what has been taken over. */
const PATIENCE_MS = 30_000;

export class Member {
  readonly plan: MemberPlan;
  /** It has been there at least once, or has tried. */
  hasCome = false;
  protected readonly around: Circumstances;
  #link: Link | undefined;
  /** Taken over, with the time, until the broker has closed them. */
  readonly #retired = new Map<Link, number>();
  #phase: Phase = 'away';
  /** Undefined: a CONNECT was sent, and nobody knows what came of it. */
  #hasSession: boolean | undefined = false;
  #pingSentMs: number | undefined;
  #left: (() => void) | undefined;
  #connected: (() => void) | undefined;

  constructor(plan: MemberPlan, around: Circumstances) {
    this.plan = plan;
    this.around = around;
  }

  get isAway(): boolean {
    return this.#phase === 'away';
  }

  get isConnected(): boolean {
    return this.#phase === 'connected';
  }

  /** As it should be when nothing is under way: connected, by one connection, with nothing owed to it. */
  get isSettled(): boolean {
    return this.isConnected && this.#retired.size === 0;
  }

  /** Comes back, or for the first time; where it is connected already, it takes itself over. */
  connect(): void {
    this.#open(!this.plan.isPersistent);
  }

  /** Resolves when the broker has accepted it. */
  async connected(): Promise<void> {
    if (this.isConnected) return;
    await new Promise<void>((resolve) => {
      this.#connected = resolve;
    });
  }

  cut(isReset: boolean): void {
    if (this.#link === undefined) return;
    this.around.tally.cuts += 1;
    // The knowledge whether there is a session is lost with a CONNACK that has not come.
    if (this.#phase === 'connecting' && this.#hasSession === false) this.#hasSession = undefined;
    this.#phase = 'away';
    this.#retire().cut(isReset);
  }

  /** Sends PINGREQ, and looks whether the broker has kept its word until now. */
  ping(nowMs: number): void {
    for (const retiredMs of this.#retired.values()) {
      if (nowMs - retiredMs > PATIENCE_MS) this.#fault('not closed', 'a connection taken over');
    }
    if (this.#phase === 'connecting' && nowMs - (this.#link?.openedMs ?? nowMs) > PATIENCE_MS) {
      this.#fault('no CONNACK', `after ${PATIENCE_MS} ms`);
    }
    if (this.#phase !== 'connected') return;
    if (this.#pingSentMs !== undefined) {
      if (nowMs - this.#pingSentMs > PATIENCE_MS) {
        this.#fault('no PINGRESP', `after ${PATIENCE_MS} ms`);
      }
      return;
    }
    this.#pingSentMs = nowMs;
    this.around.tally.pings += 1;
    this.send({ type: 'PINGREQ' });
  }

  /** Ends its session, in one of the ways there are, and leaves. Resolves when the broker has closed. */
  async leave(): Promise<void> {
    const { isPersistent, version, index } = this.plan;
    const isLeft = new Promise<void>((resolve) => {
      this.#left = resolve;
    });
    if (isPersistent && version === 5 && index % 2 === 1 && this.isConnected) {
      this.#disconnect({ sessionExpiryInterval: 0 });
    } else if (isPersistent || !this.isConnected) {
      this.#open(true);
      this.#connected = () => this.#disconnect({});
    } else {
      this.#disconnect({});
    }
    await isLeft;
  }

  /** Everything at once and without a word, when the soak is given up. */
  abandon(): void {
    this.#phase = 'left';
    for (const link of [...this.#retired.keys(), ...(this.#link ? [this.#link] : [])])
      link.cut(true);
    this.#left?.();
    this.#connected?.();
  }

  protected send(packet: Packet): void {
    this.#link?.send(packet);
  }

  /** The broker has accepted it; `isResumed` with the session that there was. */
  protected accepted(_isResumed: boolean): void {}

  protected receive(packet: Incoming): void {
    this.#fault('unexpected', `${packet.type} for one that asked for nothing`);
  }

  #fault(kind: string, about: string): void {
    this.around.faults.add(kind, `${this.plan.clientId}: ${about}`);
  }

  #open(cleanStart: boolean): void {
    if (this.#link !== undefined) {
      if (this.#left === undefined) this.around.tally.takeovers += 1;
      else this.around.tally.discards += 1;
      this.#retired.set(this.#retire(), performance.now());
    }
    const { clientId, version, will, receiveMaximum, isPersistent, index } = this.plan;
    const sessionExpiryInterval = isPersistent && !cleanStart ? SESSION_EXPIRY_SECONDS : 0;
    const hello = connectPacket({
      clientId,
      cleanStart,
      protocolVersion: version,
      keepAliveSeconds: KEEP_ALIVE_SECONDS,
      will,
      properties:
        version === 5
          ? { sessionExpiryInterval, ...(receiveMaximum !== undefined && { receiveMaximum }) }
          : {},
    });
    if (cleanStart) this.#hasSession = false;
    this.#phase = 'connecting';
    this.hasCome = true;
    this.#pingSentMs = undefined;
    const block = Math.floor(index / PORTS_PER_ADDRESS);
    const localAddress = block === 0 ? undefined : `127.0.0.${block + 1}`;
    const link: Link = new Link({ port: this.around.port, localAddress }, hello, version, {
      received: (packet) => this.#received(link, packet),
      closed: (error) => this.#closed(link, error),
    });
    this.#link = link;
  }

  #retire(): Link {
    const link = this.#link as Link;
    this.#link = undefined;
    return link;
  }

  #disconnect(properties: { sessionExpiryInterval?: number }): void {
    this.#phase = 'leaving';
    this.send({ type: 'DISCONNECT', reasonCode: 0, properties });
  }

  #received(link: Link, packet: Incoming): void {
    if (link !== this.#link) {
      if (packet.type === 'DISCONNECT') this.#farewell(packet.reasonCode);
      return;
    }
    if (packet.type === 'CONNACK') {
      this.#acknowledged(packet);
    } else if (packet.type === 'PINGRESP') {
      this.#pingSentMs = undefined;
    } else if (packet.type === 'DISCONNECT') {
      this.#fault('disconnected', `0x${packet.reasonCode.toString(16)}`);
    } else if (this.#phase === 'connected') {
      this.receive(packet);
    }
  }

  #farewell(reasonCode: number): void {
    if (reasonCode === SESSION_TAKEN_OVER) this.around.tally.takenOverNotices += 1;
    else this.#fault('farewell', `0x${reasonCode.toString(16)} instead of 0x8e`);
  }

  #acknowledged({ sessionPresent, reasonCode }: Incoming & { type: 'CONNACK' }): void {
    if (reasonCode !== 0) {
      this.#fault('refused', `0x${reasonCode.toString(16)}`);
      return;
    }
    if (this.#hasSession !== undefined && this.#hasSession !== sessionPresent) {
      this.#fault('Session Present', `${sessionPresent}, not ${this.#hasSession}`);
    }
    this.#hasSession = this.plan.isPersistent;
    this.#phase = 'connected';
    this.around.tally.connects += 1;
    const tell = this.#connected;
    this.#connected = undefined;
    // One that is leaving has come for that alone.
    if (this.#left === undefined) this.accepted(sessionPresent);
    tell?.();
  }

  #closed(link: Link, error: string | undefined): void {
    if (this.#retired.delete(link) || link !== this.#link) return;
    this.#link = undefined;
    const was = this.#phase;
    this.#phase = was === 'leaving' ? 'left' : 'away';
    if (was === 'leaving') this.#left?.();
    else if (was !== 'left') this.#fault('closed by the broker', `${error ?? 'in order'}, ${was}`);
  }
}
