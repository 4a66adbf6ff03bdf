/**
 * One broker, and clients that send it anything, from a seed. A driver without sockets: decoder, law and encoder are
 * those of the real broker, time and timers are the world's.
 */
import type { BrokerOptions, Engine, ProtocolVersion } from '../../machines/index.ts';
import { Random } from '../../sim/random.ts';
import { WireEncoder } from '../../sim/wire/encode.ts';
import {
  nothingOutOfPlace,
  oneConnectionPerClient,
  timersBelong,
} from '../support/properties/connection-rules.ts';
import { countsAreTrue } from '../support/properties/count-rules.ts';
import { identifiersAndQuota } from '../support/properties/delivery-rules.ts';
import { receiveMaximumIsKept } from '../support/properties/receive-rules.ts';
import { broken, type Rule } from '../support/properties/rule.ts';
import { sessionPresentIsTrue } from '../support/properties/session-rules.ts';
import type { Sightings } from '../support/properties/sightings.ts';
import { World } from '../support/world/world.ts';
import { Bystander } from './bystander.ts';
import { FickleStore } from './fickle-store.ts';
import { MUTATION_NAMES, MUTATIONS } from './mutations.ts';
import { Peer } from './peer.ts';
import { RandomPackets } from './random-packets.ts';
import { secondConnect, VIOLATIONS } from './violations.ts';
import { Witness } from './witness.ts';

const PEERS_AT_ONCE = 5;
const NEVER_EXPIRES_SECONDS = 0xffff_ffff;
const TWO_CENTURIES_MS = 200 * 365 * 86_400_000;
const METHODS = ['M'];
/** Less than the Keep Alive that the bystander may be given. */
const PING_MS = 25_000;
/** XState itself is slow. The engines are held equal elsewhere. */
const EPISODES_PER_XSTATE = 40;

type Deed = readonly [weight: number, deed: (episode: Episode, peer: Peer) => string];

const DEEDS: readonly Deed[] = [
  [30, (episode, peer) => episode.sendPacket(peer)],
  [24, (episode, peer) => episode.sendMutated(peer)],
  [11, (episode, peer) => episode.sendViolation(peer)],
  [4, (episode, peer) => episode.sendPart(peer)],
  [10, (episode, peer) => episode.answerHooks(peer)],
  [3, (episode, peer) => episode.lose(peer)],
  [3, (episode, peer) => episode.hang(peer)],
  [4, (episode, peer) => episode.congest(peer)],
  [6, (episode) => episode.advance()],
  [1, (episode, peer) => episode.command(peer)],
  [5, (episode) => episode.publishBystander()],
  [8, (episode, peer) => episode.answerStore(peer)],
];
const WEIGHTS = DEEDS.reduce((sum, [weight]) => sum + weight, 0);

export class Episode {
  readonly world: World;
  readonly #random: Random;
  readonly #packets: RandomPackets;
  readonly #sightings: Sightings;
  readonly #witness: Witness;
  readonly #bystander: Bystander;
  readonly #store: FickleStore;
  readonly #rules: readonly Rule[];
  readonly #encoder = new WireEncoder();
  #peers: Peer[] = [];
  #opened = 0;
  /** The last that was begun. */
  doing = 'the bystander connects';
  /** Of any connection, to be mixed with others. */
  #lastBytes: Buffer = Buffer.from([0xc0, 0]);

  constructor(seed: string, sightings: Sightings) {
    this.#random = new Random(seed);
    this.#packets = new RandomPackets(this.#random);
    this.#sightings = sightings;
    const engine = this.#packets.once(EPISODES_PER_XSTATE) ? 'xstate' : ('compiled' as Engine);
    this.world = new World(randomOptions(this.#packets), engine);
    this.#store = new FickleStore(this.world, this.#packets, sightings);
    this.#witness = new Witness(this.world, sightings);
    const version = this.#packets.version();
    this.#bystander = new Bystander(this.world, this.#witness, version);
    const makers = [
      nothingOutOfPlace,
      oneConnectionPerClient,
      timersBelong,
      sessionPresentIsTrue,
      identifiersAndQuota,
      receiveMaximumIsKept,
      countsAreTrue,
    ];
    this.#rules = makers.map((make) => make(this.world, sightings));
    this.world.watchers.push(this.#witness, this.#bystander, ...this.#rules);
    this.#store.promptly(() => this.#bystander.begin());
  }

  /** One input, or a few that come together. Returns what was done, in words and bytes. */
  act(): string {
    this.#peers = this.#peers.filter((peer) => peer.isOpen);
    const isOpening = this.#peers.length === 0 || this.#packets.once(12);
    if (isOpening && this.#peers.length < PEERS_AT_ONCE) return this.#open();
    const peer = this.#packets.pick(this.#peers);
    this.#sightings.saw(`state: ${this.#stateOf(peer)}`);
    if (peer.hasMethod && !peer.record.isConnected && !this.#packets.once(3)) {
      return this.#authenticate(peer);
    }
    let at = this.#random.below(WEIGHTS);
    for (const [weight, deed] of DEEDS) {
      if (at < weight) return deed(this, peer);
      at -= weight;
    }
    throw new Error('unreachable');
  }

  /** To be called after each `act`. */
  check(): void {
    this.#witness.judgeAll();
  }

  /** Everybody leaves, and time runs out: only sessions that never expire may be left. */
  finish(): void {
    for (const peer of this.#peers) if (peer.isOpen) this.world.lose(peer.name);
    this.#store.promptly(() => {
      this.#bystander.publish(2);
      this.#bystander.end();
      this.world.advance(TWO_CENTURIES_MS);
      this.check();
      this.#discardAll();
    });
    for (const rule of this.#rules) rule.ended?.();
  }

  /** What never expires. */
  #discardAll(): void {
    for (const { clientId, sessionExpiryIntervalSeconds } of this.world.broker.view().sessions) {
      if (sessionExpiryIntervalSeconds !== NEVER_EXPIRES_SECONDS) broken(`${clientId} is left`);
      this.world.command({ type: 'discard', clientId, reasonCode: 0x98 });
    }
  }

  #open(): string {
    const name = `p${++this.#opened}`;
    this.world.open(name);
    const record = this.#witness.record(this.world.idOf(name));
    this.#peers.push(new Peer(this.world, name, record, this.#packets.version()));
    return `${name} opens`;
  }

  /** Enhanced authentication as it should be: by chance alone it hardly ever comes to its end. */
  #authenticate(peer: Peer): string {
    if (peer.record.isAuthenticating) return this.answerHooks(peer);
    const auth = this.#packets.auth([0x18]);
    return this.#send(peer, Buffer.from(this.#encoder.encode(auth, peer.version)), 'a packet');
  }

  #stateOf({ connection }: Peer): string {
    const { connections } = this.world.broker.view();
    return connections.find((each) => each.connection === connection)?.state ?? 'none';
  }

  #packetFor(peer: Peer): Buffer {
    const isConnect = peer.hasSentConnect ? this.#packets.once(60) : !this.#packets.once(12);
    const { authentication } = this.world.options;
    if (!isConnect) {
      const isAuth = peer.hasMethod && this.#packets.once(4);
      const packet = isAuth ? this.#packets.auth() : this.#packets.packet(peer.version);
      return Buffer.from(this.#encoder.encode(packet, peer.version));
    }
    const packet = this.#packets.connect(peer.version, authentication);
    if (packet.properties.authenticationMethod !== undefined) peer.hasMethod = true;
    return Buffer.from(this.#encoder.encode(packet, peer.version));
  }

  #send(peer: Peer, bytes: Buffer, what: string): string {
    this.#sightings.saw(`sent: ${what}`);
    const all = peer.rest === undefined ? bytes : Buffer.concat([peer.rest, bytes]);
    peer.rest = undefined;
    this.#lastBytes = bytes;
    // A network cuts a stream where it likes.
    const cut = this.#packets.once(4) ? this.#random.below(all.length + 1) : all.length;
    const words = `${peer.name} sends ${what}: ${all.toString('hex')}, cut at ${cut}`;
    this.#during(words, () => {
      peer.send(all.subarray(0, cut));
      if (cut < all.length && peer.isOpen) peer.send(all.subarray(cut));
    });
    return words;
  }

  /** What is being done has to be known too when it throws. */
  #during(words: string, deed: () => void): void {
    this.doing = words;
    deed();
  }

  sendPacket(peer: Peer): string {
    return this.#send(peer, this.#packetFor(peer), 'a packet');
  }

  sendMutated(peer: Peer): string {
    const name = this.#packets.pick(MUTATION_NAMES);
    const mutate = MUTATIONS[name] as (typeof MUTATIONS)[string];
    let bytes = this.#packetFor(peer);
    for (let times = this.#packets.once(4) ? 3 : 1; times > 0; times--) {
      bytes = mutate(bytes, this.#random, this.#lastBytes);
    }
    return this.#send(peer, bytes, name);
  }

  sendViolation(peer: Peer): string {
    const { record, version } = peer;
    const isPossible = record.isConnected && record.isAlive && peer.isBetweenPackets;
    if (!isPossible || record.version !== version) return this.sendPacket(peer);
    const fitting = VIOLATIONS.filter(({ versions }) => versions.includes(version));
    const chosen = this.#packets.pick([...fitting, secondConnect(version)]);
    const { name, reasonCodes, isMalformed } = chosen;
    this.#sightings.saw(`by hand: ${name}`);
    const bytes = Buffer.from(chosen.bytes);
    const words = `${peer.name} violates by ${name}: ${bytes.toString('hex')}`;
    this.#during(words, () => peer.violate(name, bytes, reasonCodes, isMalformed));
    return words;
  }

  /** The beginning of a packet; the rest comes with what is sent next, if anything is. */
  sendPart(peer: Peer): string {
    if (peer.rest !== undefined) return this.sendPacket(peer);
    const bytes = this.#packetFor(peer);
    const size = this.#random.below(bytes.length);
    const words = `${peer.name} sends the beginning: ${bytes.toString('hex')}, cut at ${size}`;
    this.#during(words, () => peer.send(bytes.subarray(0, size)));
    peer.rest = bytes.subarray(size);
    return words;
  }

  answerHooks(peer: Peer): string {
    const { record, connection, name } = peer;
    if (record.isAuthenticating) {
      const kind = this.#packets.pick(['accepted', 'accepted', 'continued', 'refused'] as const);
      const reasonCode = this.#packets.pick([0x86, 0x87, 0x8a, 0x99]);
      record.isAuthenticating = false;
      const outcome = kind === 'refused' ? { kind, reasonCode } : { kind };
      const words = `authenticator: ${kind} ${name}`;
      this.#during(words, () => this.world.step({ type: 'authenticated', connection, outcome }));
      return words;
    }
    if (!record.isAuthorizing) return this.sendPacket(peer);
    record.isAuthorizing = false;
    const length = record.authorizedTopics;
    const allowed = Array.from({ length }, () => !this.#packets.once(3));
    const words = `authorizer to ${name}: ${allowed}`;
    this.#during(words, () => this.world.step({ type: 'authorized', connection, allowed }));
    return words;
  }

  lose(peer: Peer): string {
    const error = this.#packets.once(2) ? 'ECONNRESET' : undefined;
    const words = `${peer.name} is lost: ${error}`;
    this.#during(words, () => this.world.lose(peer.name, error));
    return words;
  }

  /** From now on it does not confirm that it is closed, and goes on sending. */
  hang(peer: Peer): string {
    this.world.hang(peer.name);
    return `${peer.name} hangs`;
  }

  congest(peer: Peer): string {
    peer.isCongested = !peer.isCongested;
    const type = peer.isCongested ? 'congested' : 'writable';
    const words = `${peer.name} is ${type}`;
    this.#during(words, () => this.world.step({ type, connection: peer.connection }));
    return words;
  }

  advance(): string {
    const ms = this.#packets.pick([0, 10, 999, 1_000, 1_500, 5_000, 10_000, 60_000, 400_000]);
    const words = `time goes on by ${ms} ms`;
    this.#during(words, () => {
      for (let left = ms; left > 0; left -= PING_MS) {
        this.world.advance(Math.min(left, PING_MS));
        this.#store.promptly(() => this.#bystander.ping());
      }
    });
    return words;
  }

  command(peer: Peer): string {
    const clientId = this.#packets.pick(['c1', 'c2', 'c3', 'c4']);
    const type = this.#packets.once(2) ? 'kick' : 'discard';
    const words = `${type} ${clientId}, while ${peer.name} is there`;
    this.#during(words, () => this.world.command({ type, clientId, reasonCode: 0x98 }));
    return words;
  }

  publishBystander(): string {
    const qos = this.#packets.once(2) ? 1 : 2;
    const words = `the bystander publishes at QoS ${qos}`;
    this.#during(words, () => this.#store.promptly(() => this.#bystander.publish(qos)));
    return words;
  }

  answerStore(peer: Peer): string {
    if (!this.#store.isBusy) return this.sendPacket(peer);
    const words = 'the store answers';
    this.#during(words, () => this.#store.answer());
    return words;
  }
}

/** Small limits, so that they are reached. */
function randomOptions(packets: RandomPackets): Partial<BrokerOptions> {
  const authentication = packets.once(3);
  return {
    authentication,
    authenticationMethods: authentication ? METHODS : [],
    authorization: packets.once(3),
    durable: packets.once(2),
    protocolVersions: [3, 4, 5] as readonly ProtocolVersion[],
    heldPacketsMaximum: 3,
    receiveMaximum: 2,
    inflightMaximum: packets.pick([2, 20]),
    queueLengthMaximum: 5,
    queueBytesInAllMaximum: 2_000,
    retainedMaximum: 3,
    retainedPerSubscribeMaximum: 1,
    maximumPacketSizeBytes: 1_500,
    topicAliasMaximum: 3,
    topicLevelsMaximum: 5,
    subscriptionsPerSessionMaximum: 3,
    connectionsMaximum: packets.pick([4, 100]),
    keepAliveMaximumSeconds: packets.pick([0, 30]),
    sessionExpiryMaximumSeconds: packets.pick([100, NEVER_EXPIRES_SECONDS]),
    payloadFormatChecked: packets.once(2),
    qos0Queued: packets.once(2),
    emptyClientIdAllowed: !packets.once(5),
  };
}
