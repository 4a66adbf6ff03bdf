// A broker that goes on from the image of another does what the other does, input for input.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  Broker,
  type Connect,
  DEFAULT_OPTIONS,
  type Effect,
  type Engine,
  effectText,
  type Input,
  inputText,
  type Packet,
  type Publish,
  readInput,
  type Wording,
} from '../../machines/index.ts';
import { always } from '../support/properties/check.ts';
import { Player } from '../support/properties/player.ts';
import { expectSame } from '../support/properties/recording.ts';
import { stories } from '../support/properties/story.ts';
import { performLine } from '../support/transcript/commands.ts';
import type { World } from '../support/world/world.ts';

const WHOLE: Wording = {
  payload: (bytes) => JSON.stringify({ $bytes: Buffer.from(bytes).toString('base64') }),
  numberOf: () => undefined,
};

/** By way of the text: what is not written down is lost. */
function throughText(world: World, engine: Engine): Broker {
  const { nowMs } = world.clock;
  const image = world.broker.image(nowMs);
  const text = inputText({ type: 'restored', nowMs, image, timers: [] }, WHOLE);
  const broker = new Broker(world.options, engine);
  expect(broker.step(readInput(text, nowMs))).toEqual([]);
  return broker;
}

function effectsOf(world: World): readonly string[] {
  const effects: string[] = [];
  world.watchers.push({
    effect: (effect: Effect) => void effects.push(effectText(effect, undefined, WHOLE)),
  });
  return effects;
}

for (const durable of [false, true]) {
  describe(durable ? 'with a store that takes its time' : 'without a store', () => {
    always(
      'a broker that was put together from an image goes on as the original does',
      fc.tuple(stories({ durable }), fc.nat(40), fc.constantFrom<Engine>('compiled', 'xstate')),
      ([story, cut, engine], sightings) => {
        const world = story.world();
        const player = new Player(world);
        for (const template of story.templates.slice(0, cut)) player.play(template);
        const twin = world.fork();
        const image = world.broker.image(world.clock.nowMs);
        twin.broker = throughText(world, engine);
        expect(JSON.stringify(twin.broker.view())).toBe(JSON.stringify(world.broker.view()));
        expect(twin.broker.image(world.clock.nowMs)).toEqual(image);
        if (image.connections.length > 1) sightings.saw('connections');
        if (image.sessions.some(({ queue }) => queue.length > 0)) sightings.saw('a queue');
        if (image.sessions.some(({ outbound }) => outbound.length > 0)) sightings.saw('exchanges');
        if (image.sessions.some(({ will }) => will !== undefined)) sightings.saw('a will');
        const [original, copy] = [effectsOf(world), effectsOf(twin)];
        const before = player.lines.length;
        for (const template of story.templates.slice(cut)) player.play(template);
        for (const line of player.lines.slice(before)) performLine(twin, line);
        expectSame(original, copy, 'a broker and one from its image');
        if (original.length > 10) sightings.saw('a life after');
      },
      {
        runs: 300,
        sometimes: ['connections', 'a queue', 'exchanges', 'a will', 'a life after'],
      },
    );
  });
}

/** A broker in which there is something of everything that stories rarely come to. */
function crowded(): Broker {
  const broker = new Broker({ ...DEFAULT_OPTIONS, connectsPerSecondMaximum: 10 });
  let connections = 0;
  const step = (input: Input) => broker.step(input);
  const packet = (connection: number, received: Packet) =>
    step({ type: 'received', connection, packet: received, nowMs: 2_000 });
  const connect = (clientId: string, properties: Connect['properties'], cleanStart = true) => {
    connections += 1;
    const connection = connections;
    const origin = { transport: 'tcp', remote: clientId } as const;
    step({ type: 'opened', connection, origin, nonce: clientId, nowMs: 2_000 });
    const keepAliveSeconds = 0;
    packet(connection, {
      type: 'CONNECT',
      protocolVersion: 5,
      clientId,
      cleanStart,
      keepAliveSeconds,
      properties,
      userName: undefined,
      password: undefined,
      will: undefined,
    });
    return connection;
  };
  const subscribe = (connection: number, ...topicFilters: string[]) => {
    const terms = { qos: 1, noLocal: false, retainAsPublished: true, retainHandling: 0 } as const;
    const subscriptions = topicFilters.map((topicFilter) => ({ topicFilter, ...terms }));
    const identifier = { subscriptionIdentifier: undefined };
    packet(connection, { type: 'SUBSCRIBE', packetId: 1, subscriptions, ...identifier });
  };
  const publish = (connection: number, topicName: string, more: Partial<Publish>) => {
    const payload = new Uint8Array(2);
    const { qos = 0, retain = false } = more;
    const message = { topicName, payload, qos, retain, properties: undefined };
    const terms = { qos: 0, retain: false, dup: false, packetId: 0 } as const;
    packet(connection, { type: 'PUBLISH', message, ...terms, ...more });
  };
  const lives = { sessionExpiryInterval: 60, topicAliasMaximum: 5 };
  const a = connect('a', { ...lives, receiveMaximum: 9 });
  const b = connect('b', lives);
  subscribe(a, 'long/enough/for/an/alias', '$share/g/shared');
  subscribe(b, '$share/g/shared');
  publish(b, 'long/enough/for/an/alias', { qos: 1, packetId: 1, topicAlias: 3, retain: true });
  publish(b, 'long/enough/for/an/alias', { qos: 1, packetId: 2 });
  publish(b, 'shared', { qos: 1, packetId: 3 });
  publish(b, 'x', { qos: 2, packetId: 9 });
  publish(a, 'x', { qos: 2, packetId: 7 });
  step({ type: 'closed', connection: a, nowMs: 2_000 });
  connect('a', { ...lives, receiveMaximum: 1 }, false);
  publish(b, 'long/enough/for/an/alias', {});
  const local = { type: 'subscribe', subscriber: 4, topicFilter: 'x/#' } as const;
  step({ type: 'command', command: local, nowMs: 2_000 });
  return broker;
}

describe('an image', () => {
  test('has in it what is rare: aliases, turns, RETAIN, what waits for quota or PUBREL', () => {
    const broker = crowded();
    const image = broker.image(2_500);
    const text = inputText({ type: 'restored', nowMs: 2_500, image, timers: [] }, WHOLE);
    const copy = new Broker({ ...DEFAULT_OPTIONS, connectsPerSecondMaximum: 10 });
    copy.step(readInput(text, 2_500));
    const { connections, sessions, locals, turns, admission } = copy.image(2_500);
    expect({ connections, sessions, locals, turns, admission }).toEqual({
      connections: image.connections,
      sessions: image.sessions,
      locals: [{ subscriber: 4, topicFilter: 'x/#' }],
      turns: [['$share/g/shared', 1]],
      admission: { tokens: 7, filledAgoMs: 500 },
    });
    expect(connections.map(({ id }) => id)).toEqual([2, 3]);
    expect(connections[0]?.aliases.incoming).toEqual([[3, 'long/enough/for/an/alias']]);
    expect(connections[0]?.unacknowledged).toEqual([9]);
    expect(sessions[0]?.backlog.length).toBeGreaterThan(0);
    const asPublished = sessions[0]?.outbound.map(({ delivery }) => delivery.retainAsPublished);
    expect(asPublished).toEqual([true, undefined, undefined]);
    expect(sessions[0]?.inbound.map(([packetId]) => packetId)).toEqual([7]);
  });

  const opened = (connection: number): Input => ({
    type: 'opened',
    connection,
    origin: { transport: 'tcp', remote: 'x' },
    nonce: `${connection}`,
    nowMs: 0,
  });

  test('may be of the newest connections alone, when a broker holds too much', () => {
    const broker = new Broker(DEFAULT_OPTIONS);
    for (let connection = 1; connection <= 3; connection++) broker.step(opened(connection));
    expect([2, 3].map((most) => broker.holdsMoreThan(most))).toEqual([true, false]);
    expect(broker.imageOfNewest(0, 2).connections.map(({ id }) => id)).toEqual([2, 3]);
  });

  test('brings its timers along, and takes the place of what was there', () => {
    const broker = new Broker(DEFAULT_OPTIONS);
    broker.step(opened(7));
    const image = new Broker(DEFAULT_OPTIONS).image(0);
    const effects = broker.step({
      type: 'restored',
      nowMs: 5,
      image,
      timers: [['connection 1 connectTimeout', 12.5]],
    });
    expect(effects).toEqual([
      { type: 'setTimer', timer: 'connection 1 connectTimeout', delayMs: 12.5 },
    ]);
    expect(broker.view().connections).toEqual([]);
  });

  test('with a state that no chart has is refused by name', () => {
    const broker = new Broker(DEFAULT_OPTIONS);
    broker.step(opened(1));
    const image = structuredClone(broker.image(0));
    Object.assign(image.connections[0]?.snapshot ?? {}, { state: 'connected.dreaming' });
    expect(() => broker.step({ type: 'restored', nowMs: 0, image, timers: [] })).toThrow(
      'connection has no state connected.dreaming',
    );
  });
});
