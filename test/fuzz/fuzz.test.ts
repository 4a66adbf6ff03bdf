import { describe, expect, it } from 'vitest';
import { Random } from '../../sim/random.ts';
import { WireEncoder } from '../../sim/wire/encode.ts';
import { Sightings } from '../support/properties/sightings.ts';
import { World } from '../support/world/world.ts';
import { fuzz } from './fuzzer.ts';
import { MUTATION_NAMES } from './mutations.ts';
import { Peer } from './peer.ts';
import { RandomPackets } from './random-packets.ts';
import { secondConnect, VIOLATIONS } from './violations.ts';
import { Witness } from './witness.ts';

const SEEDS = ['1', '2', '3'];
const INPUTS_PER_SEED = 3_000;

/** Situations that have to come up, or the absence of failures means nothing. Those by hand stand above. */
const STATES = [
  'awaitingConnect',
  'authenticating.basic',
  'authenticating.asking',
  'authenticating.awaitingAuth',
  'connected.traffic.open',
  'connected.traffic.authorizing.publish',
  'connected.traffic.authorizing.subscribe',
  'authentication.reauthenticating.asking',
  'outflow.congested',
  'keepAlive.listening',
  'keepAlive.off',
  'disconnecting',
];
const MALFORMED = [
  'packet too short',
  'bytes too many',
  'U+… in a string',
  'remaining length too long',
  'remaining length of more than four bytes',
  'are allowed',
  'PUBLISH with QoS …',
  'flags … in packet type',
  'from a client',
  'packet identifier … is in use',
  'properties longer than the packet',
  'twice',
  'protocol name',
  'reason code',
  'a packet before CONNECT',
  'a second CONNECT',
  'a packet other than AUTH',
  'AUTH out of place',
  'Topic Name',
  'Topic Filter',
  'Topic Alias …, or above our maximum',
];
const CAUSES = [
  'refused: protocolViolation',
  'refused: connectRefused',
  'refused: connectTimeout',
  'refused: quotaExceeded',
  'refused: authenticationFailed',
  'disconnected: protocolViolation',
  'disconnected: keepAliveTimeout',
  'disconnected: sessionTakenOver',
  'disconnected: quotaExceeded',
  'disconnected: clientDisconnected',
  'disconnected: networkFailed',
  'answered: a packet in version 5',
  'answered: a bare close in version 4',
  'answered: a bare close in version 0',
];

const VERSIONS = [3, 4, 5] as const;
const byHand = VERSIONS.flatMap((version) =>
  [...VIOLATIONS, secondConnect(version)]
    .filter(({ versions }) => versions.includes(version))
    .map((violation) => ({ version, ...violation })),
);

describe('a client that is connected', () => {
  it.each(byHand)('is disconnected in version $version for $name', (violation) => {
    const { version, name, bytes, reasonCodes, isMalformed } = violation;
    const world = new World({ maximumPacketSizeBytes: 1_500 });
    const witness = new Witness(world, new Sightings());
    world.watchers.push(witness);
    world.open('p1');
    const peer = new Peer(world, 'p1', witness.record(world.idOf('p1')), version);
    const connect = new RandomPackets(new Random(1)).connect(version, false);
    const accepted = { ...connect, clientId: 'c1', will: undefined, cleanStart: true };
    peer.send(Buffer.from(new WireEncoder().encode(accepted, version)));
    // It throws for another answer than the standard's, or none.
    peer.violate(name, Buffer.from(bytes), reasonCodes, isMalformed);
    witness.judgeAll();
    expect(peer.record.disconnects).toHaveLength(version === 5 ? 1 : 0);
    expect(peer.isOpen).toBe(false);
  });
});

describe('whatever clients send', () => {
  it('is answered as the standard says, and no other client notices', () => {
    const seen: string[] = [];
    for (const seed of SEEDS) {
      const { sightings } = fuzz({ seed, inputs: INPUTS_PER_SEED });
      seen.push(...sightings.all.map(([situation]) => situation));
    }
    const has = (kind: string, words: string) =>
      seen.some((situation) => situation.startsWith(kind) && situation.includes(words));
    expect(STATES.filter((state) => !has('state: ', state))).toEqual([]);
    expect(MALFORMED.filter((detail) => !has('violation: ', detail))).toEqual([]);
    expect(MUTATION_NAMES.filter((name) => !has('sent: ', name))).toEqual([]);
    expect(CAUSES.filter((words) => !seen.includes(words))).toEqual([]);
  });

  it('is the same for the same seed', () => {
    const [once, again] = [0, 1].map(() => fuzz({ seed: 'twice', inputs: 1_000 }).sightings.all);
    expect(once).toEqual(again);
  });
});
