// What is told of a connection that ends, beyond what transcripts show.
import { describe, expect, test } from 'vitest';
import {
  Broker,
  DEFAULT_OPTIONS,
  type Effect,
  type LifecycleEvent,
  readInput,
} from '../../machines/index.ts';
import { performLine } from '../support/transcript/commands.ts';
import { World } from '../support/world/world.ts';

function announced(effects: readonly Effect[]): LifecycleEvent[] {
  return effects.flatMap((effect) => (effect.type === 'announce' ? [effect.event] : []));
}

/** Everything that a world announces. */
function eventsOf(lines: readonly string[], options = {}): LifecycleEvent[] {
  const world = new World(options);
  const events: LifecycleEvent[] = [];
  world.watchers.push({ effect: (effect) => events.push(...announced([effect])) });
  for (const line of lines) performLine(world, line);
  return events;
}

describe('a client that is refused before it had an identifier', () => {
  test('has none in what is announced', () => {
    const events = eventsOf(['connect c1 clientId= will=a/#', 'open c2', 'c2 PINGREQ']);
    const names = events.map(({ type, clientId }) => `${type} '${clientId}'`);
    expect(names).toEqual([
      "connection.opened ''",
      "client.refused ''",
      "connection.closed ''",
      "connection.opened ''",
      "client.refused ''",
      "connection.closed ''",
    ]);
  });

  test('has its own where it brought one', () => {
    const refused = eventsOf(['connect c1 will=a/#']).find(({ type }) => type === 'client.refused');
    expect(refused).toMatchObject({ clientId: 'c1', version: 5 });
  });
});

test('a trace of before, which names no clauses for malformed bytes, can be gone through', () => {
  const broker = new Broker(DEFAULT_OPTIONS);
  const lines = [
    '{"type":"opened","connection":1,"origin":{"transport":"tcp","remote":"r"},"nonce":"n"}',
    '{"type":"malformed","reasonCode":129,"detail":"packet type 0","connection":1}',
  ];
  const events = lines.flatMap((line) => announced(broker.step(readInput(line, 0))));
  expect(events.at(-1)).toMatchObject({
    type: 'client.refused',
    version: 0,
    clauses: ['v3 MQTT-4.8.0-1', 'v5 MQTT-4.13.1-1'],
  });
});
