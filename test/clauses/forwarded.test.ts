// What of a message reaches its recipients: all of it, as it was. The clauses that each test is for are in accounts/.
import { describe, expect, test } from 'vitest';
import type { Message, MessageProperties, Publish } from '../../machines/index.ts';
import { Decoder } from '../../src/codec/decoder.ts';
import { Encoder } from '../../src/codec/encoder.ts';
import { packet } from '../broker/packet-bytes.ts';
import { performLine } from '../support/transcript/commands.ts';
import { World } from '../support/world/world.ts';

const PROPERTIES: MessageProperties = {
  payloadFormatIndicator: 1,
  responseTopic: 'answers/here',
  correlationData: new Uint8Array([0, 1, 255]),
  contentType: 'text/plain; charset=utf-8',
  userProperties: [
    ['b', '1'],
    ['a', '2'],
    ['b', '3'],
    ['', ''],
  ],
};

const OPTIONS = { qos: 1, noLocal: false, retainAsPublished: false, retainHandling: 0 } as const;

function messageOf(topicName: string, properties: MessageProperties, retain = false): Message {
  const payload = new TextEncoder().encode('hello');
  return { topicName, payload, qos: 1, retain, properties };
}

/** What the connection has been sent as PUBLISH. */
function publishesTo(world: World, name: string): Publish[] {
  const found: Publish[] = [];
  world.watchers.push({
    effect(effect) {
      if (effect.type !== 'transmit' || effect.packet.type !== 'PUBLISH') return;
      if (world.nameOf(effect.connection) === name) found.push(effect.packet);
    },
  });
  return found;
}

/** The publish packet as the other end reads it from the bytes. */
function readBack(publish: Publish): unknown {
  const chunks: Uint8Array[] = [];
  new Encoder().encode(publish, 5, chunks);
  const decoder = new Decoder(10_000);
  decoder.push(packet(0x10, '"MQTT" 05 02 003c 00 "c1"'));
  decoder.next();
  decoder.push(Buffer.concat(chunks));
  return decoder.next();
}

function publish(world: World, name: string, message: Message): void {
  const { qos, retain } = message;
  world.receive(name, { type: 'PUBLISH', message, qos, retain, dup: false, packetId: 1 });
}

/** CONNECT with a will. */
function connectWith(world: World, name: string, will: Message): void {
  world.receive(name, {
    type: 'CONNECT',
    protocolVersion: 5,
    cleanStart: true,
    clientId: name,
    keepAliveSeconds: 0,
    userName: undefined,
    password: undefined,
    will: { message: will, delayIntervalSeconds: 0 },
    properties: {},
  });
}

function play(...lines: readonly string[]): World {
  const world = new World();
  for (const line of lines) performLine(world, line);
  return world;
}

/** As it was sent: what the bytes say of the message. */
function unchanged(message: Message): object {
  const { userProperties, ...others } = PROPERTIES;
  const correlationData = Buffer.from(others.correlationData as Uint8Array);
  return {
    message: {
      topicName: message.topicName,
      payload: Buffer.from(message.payload),
      properties: { ...others, correlationData, userProperties },
    },
  };
}

describe('the properties of a message reach unchanged', () => {
  const message = messageOf('a/b', PROPERTIES);

  test('who has subscribed', () => {
    const world = play('connect c1', 'c1 SUBSCRIBE a/# qos=1', 'connect pub');
    const publishes = publishesTo(world, 'c1');
    publish(world, 'pub', message);
    expect(publishes).toHaveLength(1);
    expect(readBack(publishes[0] as Publish)).toMatchObject(unchanged(message));
  });

  test('who comes back for it', () => {
    const world = play(
      'connect c1 clientId=c cleanStart=0 expiry=60',
      'c1 SUBSCRIBE a/# qos=1',
      'c1 drop',
      'connect pub',
    );
    publish(world, 'pub', message);
    const publishes = publishesTo(world, 'c2');
    performLine(world, 'connect c2 clientId=c cleanStart=0 expiry=60');
    expect(readBack(publishes[0] as Publish)).toMatchObject(unchanged(message));
  });

  test('who subscribes when it has been retained', () => {
    const world = play('connect pub', 'connect c1');
    publish(world, 'pub', messageOf('a/b', PROPERTIES, true));
    const publishes = publishesTo(world, 'c1');
    performLine(world, 'c1 SUBSCRIBE a/# qos=1');
    expect(readBack(publishes[0] as Publish)).toMatchObject(unchanged(message));
  });

  test('who gets it as a will, with its Message Expiry Interval', () => {
    const world = play('connect c1', 'c1 SUBSCRIBE a/# qos=1', 'open c2');
    const will = messageOf('a/b', { ...PROPERTIES, messageExpiryInterval: 30 });
    connectWith(world, 'c2', will);
    const publishes = publishesTo(world, 'c1');
    performLine(world, 'c2 drop');
    const read = readBack(publishes[0] as Publish);
    expect(read).toMatchObject(unchanged(will));
    expect(read).toMatchObject({ message: { properties: { messageExpiryInterval: 30 } } });
  });
});

describe('a Response Topic', () => {
  const wrong = { ...PROPERTIES, responseTopic: 'answers/#' };

  test('with a wildcard ends the connection', () => {
    const world = play('connect c1', 'c1 SUBSCRIBE a/# qos=1', 'connect pub');
    const publishes = publishesTo(world, 'c1');
    publish(world, 'pub', messageOf('a/b', wrong));
    expect(world.isOpen('pub')).toBe(false);
    expect(publishes).toEqual([]);
  });

  test('of a will with a wildcard makes the CONNECT refused', () => {
    const world = play('open c1');
    connectWith(world, 'c1', messageOf('a/b', wrong));
    expect(world.isOpen('c1')).toBe(false);
    expect(world.broker.view().sessions).toEqual([]);
  });
});

test('a will whose payload is not the UTF-8 that it says it is makes the CONNECT refused', () => {
  const world = new World({ payloadFormatChecked: true });
  const codes: number[] = [];
  world.watchers.push({
    effect(effect) {
      if (effect.type !== 'transmit' || effect.packet.type !== 'CONNACK') return;
      codes.push(effect.packet.reasonCode);
    },
  });
  for (const name of ['good', 'bad']) {
    const payload = new Uint8Array(name === 'good' ? [0xc3, 0xa9] : [0xc3, 0x28]);
    performLine(world, `open ${name}`);
    connectWith(world, name, { ...messageOf('a/b', PROPERTIES), payload });
  }
  expect(codes).toEqual([0, 0x99]);
});

describe('a topic is compared letter by letter', () => {
  // The same to the eye; and a byte order mark, which is a character like any other.
  test.each([
    ['é, composed', '\u00e9', 'e\u0301'],
    ['é, of two', 'e\u0301', '\u00e9'],
    ['U+FEFF', '\ufeffa', 'a'],
    ['a space', 'a ', 'a'],
    ['a capital', 'A', 'a'],
    ['K for Kelvin', '\u212a', 'K'],
  ])('%s', (_, filter, other) => {
    const world = play('connect c1', 'connect pub');
    world.receive('c1', {
      type: 'SUBSCRIBE',
      packetId: 1,
      subscriptions: [{ topicFilter: filter, ...OPTIONS }],
      subscriptionIdentifier: undefined,
    });
    const publishes = publishesTo(world, 'c1');
    publish(world, 'pub', messageOf(other, {}));
    publish(world, 'pub', messageOf(filter, {}));
    expect(publishes.map(({ message }) => message.topicName)).toEqual([filter]);
  });
});

test('an empty topic name ends the connection, in every version', () => {
  for (const version of [3, 4, 5]) {
    const world = play(`connect pub v=${version}`);
    publish(world, 'pub', messageOf('', {}));
    expect(world.isOpen('pub')).toBe(false);
  }
});

test('an empty Topic Filter ends the connection, in every version', () => {
  for (const version of [3, 4, 5]) {
    for (const type of ['SUBSCRIBE', 'UNSUBSCRIBE']) {
      const world = play(`connect c1 v=${version}`);
      world.receive(
        'c1',
        type === 'SUBSCRIBE'
          ? {
              type,
              packetId: 1,
              subscriptions: [{ topicFilter: '', ...OPTIONS }],
              subscriptionIdentifier: undefined,
            }
          : { type: 'UNSUBSCRIBE', packetId: 1, topicFilters: [''] },
      );
      expect(world.isOpen('c1'), `${type} in ${version}`).toBe(false);
    }
  }
});
