// The form of what a broker sends, whatever its clients do: each packet has no more than its version knows and its
// clauses allow. The clauses that each test is for are in accounts/.
import { describe, expect } from 'vitest';
import {
  type Connect,
  isTopicName,
  type Packet,
  type ProtocolVersion,
  type Publish,
  reasonCodeAllowedIn,
} from '../../machines/index.ts';
import { always } from '../support/properties/check.ts';
import { Player } from '../support/properties/player.ts';
import { stories } from '../support/properties/story.ts';
import type { Watcher, World } from '../support/world/world.ts';

type Judge = (packet: Packet, version: ProtocolVersion, connect: Connect | undefined) => void;

/** Lets a judge see each packet that leaves, with the CONNECT of whom it goes to. */
function judged(world: World, judge: Judge): Watcher {
  const connects = new Map<number, Connect>();
  return {
    input(input) {
      if (input.type !== 'received' || input.packet.type !== 'CONNECT') return;
      if (!connects.has(input.connection)) connects.set(input.connection, input.packet);
    },
    effect(effect) {
      if (effect.type !== 'transmit') return;
      expect(world.options.protocolVersions).toContain(effect.version);
      judge(effect.packet, effect.version, connects.get(effect.connection));
    },
  };
}

const ACKS = new Set(['PUBACK', 'PUBREC', 'PUBREL', 'PUBCOMP']);

/** The codes that a packet has, all of them. */
function codesOf(packet: Packet): readonly number[] {
  if ('reasonCodes' in packet) return packet.reasonCodes;
  return 'reasonCode' in packet ? [packet.reasonCode] : [];
}

const codesOfTheirTables: Judge = (packet, version) => {
  const { type } = packet;
  const codes = codesOf(packet);
  if (version === 5) {
    const foreign = codes.filter((code) => !reasonCodeAllowedIn(code, type as 'CONNACK'));
    expect(foreign, `codes that ${type} has not`).toEqual([]);
    return;
  }
  if (type === 'CONNACK') expect([0, 1, 2, 3, 4, 5]).toContain(packet.reasonCode);
  if (ACKS.has(type)) expect(codes).toEqual([0]);
  if (type !== 'SUBACK') return;
  const granted = version === 3 ? [0, 1, 2] : [0, 1, 2, 0x80];
  expect(codes.filter((code) => !granted.includes(code))).toEqual([]);
};

const propertiesInPlace: Judge = (packet, version, connect) => {
  const properties = ('properties' in packet && packet.properties) || {};
  const names = Object.keys(properties);
  if (version < 5) expect(names, `properties of ${packet.type}`).toEqual([]);
  expect(names).not.toContain('userProperties');
  switch (packet.type) {
    case 'CONNACK': {
      expect(names).not.toContain('maximumQos');
      expect(names).not.toContain('retainAvailable');
      expect(names).not.toContain('wildcardSubscriptionAvailable');
      expect(names).not.toContain('subscriptionIdentifiersAvailable');
      if (connect?.properties.authenticationMethod === undefined) {
        expect(names).not.toContain('authenticationMethod');
      }
      const { receiveMaximum = 1, maximumPacketSize = 1 } = packet.properties ?? {};
      expect(Math.min(receiveMaximum, maximumPacketSize)).toBeGreaterThan(0);
      break;
    }
    case 'DISCONNECT':
      expect(version).toBe(5);
      expect(names).not.toContain('sessionExpiryInterval');
      break;
    case 'AUTH':
      expect(connect?.properties.authenticationMethod).toBeDefined();
      expect(names).not.toContain('reasonString');
      break;
    // What a broker acknowledges it explains by the code alone.
    default:
      if ('packetId' in packet && packet.type !== 'PUBLISH') expect(names).toEqual([]);
  }
};

function publishInForm({ message, qos, dup, packetId, topicAlias }: Publish): void {
  expect(isTopicName(message.topicName), message.topicName).toBe(true);
  expect(topicAlias).not.toBe(0);
  if (qos === 0) {
    expect([dup, packetId]).toEqual([false, 0]);
    return;
  }
  expect(packetId).toBeGreaterThan(0);
  expect(packetId).toBeLessThan(65_536);
}

const inForm: Judge = (packet, version) => {
  if (packet.type === 'PUBLISH') publishInForm(packet);
  if (packet.type !== 'CONNACK') return;
  if (packet.reasonCode !== 0 || version === 3) expect(packet.sessionPresent).toBe(false);
};

const rules: readonly {
  readonly title: string;
  readonly judge: Judge;
  readonly sometimes: readonly string[];
}[] = [
  {
    title: 'packets have the codes of their own tables',
    judge: codesOfTheirTables,
    sometimes: ['SUBACK in 3', 'SUBACK in 4', 'SUBACK in 5', 'UNSUBACK in 5', 'PUBREC in 5'],
  },
  {
    title: 'packets have the properties that they may have, and acknowledgements none',
    judge: propertiesInPlace,
    sometimes: ['CONNACK in 3', 'CONNACK in 5', 'DISCONNECT in 5', 'PUBACK in 5', 'PUBCOMP in 5'],
  },
  {
    title: 'QoS 0 has neither DUP nor identifier, and a refusal no Session Present',
    judge: inForm,
    sometimes: ['PUBLISH in 4', 'PUBLISH in 5', 'CONNACK in 3', 'CONNACK in 4'],
  },
];

describe('a broker', () => {
  for (const { title, judge, sometimes } of rules) {
    always(
      title,
      stories(),
      (story, sightings) => {
        const world = story.world();
        const player = new Player(world);
        world.watchers.push(
          judged(world, (packet, version, connect) => {
            sightings.saw(`${packet.type} in ${version}`);
            judge(packet, version, connect);
          }),
        );
        for (const template of story.templates) player.play(template);
      },
      { runs: 300, sometimes },
    );
  }
});
