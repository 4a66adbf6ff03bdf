import { describe, expect, it } from 'vitest';
import { fuzz } from './fuzzer.ts';
import { MUTATION_NAMES } from './mutations.ts';
import { secondConnect, VIOLATIONS } from './violations.ts';

const SEEDS = ['1', '2', '3'];
const INPUTS_PER_SEED = 6_000;

/** Situations that have to come up, or the absence of failures means nothing. */
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
  'ill-formed UTF-8',
  'U+0000 in a string',
  'remaining length too long',
  'remaining length of more than four bytes',
  'bytes are allowed',
  'PUBLISH with QoS 3',
  'flags … in packet type',
  'from a client',
  'packet identifier 0',
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
  'Topic Alias 0, or above our maximum',
  'Receive Maximum',
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
    const byHand = [...VIOLATIONS, secondConnect(5)].map(({ name }) => `by hand: ${name}`);
    expect([...CAUSES, ...byHand].filter((words) => !seen.includes(words))).toEqual([]);
  });

  it('is the same for the same seed', () => {
    const [once, again] = [0, 1].map(() => fuzz({ seed: 'twice', inputs: 1_000 }).sightings.all);
    expect(once).toEqual(again);
  });
});
