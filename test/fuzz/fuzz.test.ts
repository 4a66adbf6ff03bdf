import { describe, expect, it } from 'vitest';
import type { Clause } from '../../machines/index.ts';
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
const BROKEN: readonly Clause[] = [
  'v3 MQTT-1.5.3-1',
  'v3 MQTT-1.5.3-2',
  'v3 MQTT-2.2.2-2',
  'v3 MQTT-2.3.1-1',
  'v3 MQTT-3.1.0-1',
  'v3 MQTT-3.1.0-2',
  'v3 MQTT-3.1.2-1',
  'v3 MQTT-3.1.2-11',
  'v3 MQTT-3.1.2-18',
  'v3 MQTT-3.1.2-20',
  'v3 MQTT-3.10.1-1',
  'v3 MQTT-3.14.1-1',
  'v3 MQTT-3.3.1-4',
  'v3 MQTT-3.6.1-1',
  'v3 MQTT-3.8.1-1',
  'v3 MQTT-3.8.3-4',
  'v3 MQTT-4.8.0-1',
  'v5 2.1.2 packet type 0',
  'v5 2.2.2.2 unknown property',
  'v5 3.1.2.11.2 duplicate property',
  'v5 3.2.2.3.6 packet too large',
  'v5 3.3.2.3.4 alias 0',
  'v5 3.3.4 unknown alias',
  'v5 4.13.1 malformed packet',
  'v5 4.13.1 protocol error',
  'v5 MQTT-1.5.4-1',
  'v5 MQTT-1.5.4-2',
  'v5 MQTT-1.5.5-1',
  'v5 MQTT-2.1.3-1',
  'v5 MQTT-3.1.0-1',
  'v5 MQTT-3.1.0-2',
  'v5 MQTT-3.1.2-1',
  'v5 MQTT-3.1.2-16',
  'v5 MQTT-3.1.2-30',
  'v5 MQTT-3.14.1-1',
  'v5 MQTT-3.15.1-1',
  'v5 MQTT-3.3.1-4',
  'v5 MQTT-3.6.1-1',
  'v5 MQTT-3.8.1-1',
  'v5 MQTT-3.8.3-2',
  'v5 MQTT-3.8.3-5',
  'v5 MQTT-4.12.0-7',
  'v5 MQTT-4.12.1-1',
  'v5 MQTT-4.7.3-2',
  'v5 MQTT-4.8.2-1',
];
const CAUSES = [
  'refused: protocolViolation',
  'refused: connectRefused',
  'refused: connectTimeout',
  'refused: quotaExceeded',
  'refused: authenticationFailed',
  'refused: answerTooLarge',
  'disconnected: protocolViolation',
  'disconnected: keepAliveTimeout',
  'disconnected: sessionTakenOver',
  'disconnected: quotaExceeded',
  'disconnected: clientDisconnected',
  'disconnected: networkFailed',
  'disconnected: storeFailed',
  'store: slow, has it',
  'store: failing, has failed',
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
    expect(BROKEN.filter((id) => !seen.includes(`broken: ${id}`))).toEqual([]);
    expect(MUTATION_NAMES.filter((name) => !has('sent: ', name))).toEqual([]);
    expect(CAUSES.filter((words) => !seen.includes(words))).toEqual([]);
  });

  it('is the same for the same seed', () => {
    const [once, again] = [0, 1].map(() => fuzz({ seed: 'twice', inputs: 1_000 }).sightings.all);
    expect(once).toEqual(again);
  });
});
