// The schema knows what a broker may say seldom: what random traces of the tests do not hold.
import { describe, expect, it } from 'vitest';
import {
  Broker,
  DEFAULT_OPTIONS,
  effectText,
  type Input,
  inputText,
  stepLine,
} from '../../machines/index.ts';
import { bytesText } from '../../machines/trace/bytes.ts';
import { invalidLines } from './support.ts';

const WORDING = { payload: bytesText, numberOf: () => undefined };

/** The line of a step that a broker has had. */
function lineOf(input: Input): string {
  const effects = new Broker(DEFAULT_OPTIONS)
    .step(input)
    .map((effect) => effectText(effect, undefined, WORDING));
  return stepLine(1, 0, inputText(input, WORDING), effects.join(','), undefined);
}

describe('the schema of traces', () => {
  it('has where a client that is sent away is to go', () => {
    const serverReference = 'other.example:1883';
    const kick = { type: 'kick', clientId: 'a', reasonCode: 0x9c, serverReference } as const;
    const outcome = { kind: 'refused', reasonCode: 0x9d, serverReference } as const;
    const lines = [
      lineOf({ type: 'command', command: kick, nowMs: 0 }),
      lineOf({ type: 'authenticated', connection: 1, outcome, nowMs: 0 }),
    ];
    expect(lines.join('\n').match(/"serverReference":"other/g)).toHaveLength(2);
    expect(invalidLines(lines.join('\n'))).toEqual([]);
  });

  it('has a Topic Name that a Topic Alias stands for', () => {
    const message = {
      topicName: 't',
      payload: Uint8Array.of(0x78),
      qos: 0,
      retain: false,
      properties: undefined,
    } as const;
    const flags = { qos: 0, retain: false, dup: false, packetId: 0 } as const;
    const packet = {
      type: 'PUBLISH',
      message,
      ...flags,
      topicAlias: 1,
      isTopicOmitted: true,
    } as const;
    const effect = { type: 'transmit', connection: 1, version: 5, packet } as const;
    const text = effectText(effect, undefined, WORDING);
    expect(text).toContain('"isTopicOmitted":true');
    const step = stepLine(1, 0, '{"type":"closed","connection":1}', text, undefined);
    expect(invalidLines(step)).toEqual([]);
  });
});
