// What a sentence says depends on what came before: these are the cases in which it would else be untrue.
import { describe, expect, it } from 'vitest';
import { inFull, sentence } from '../../../sim/render/sentences/sentence.ts';
import { Exchanges } from '../../../sim/render/timeline/exchanges.ts';
import { Lines } from '../../../sim/render/timeline/lines.ts';
import { TimelineReader } from '../../../sim/render/timeline/timeline-reader.ts';
import { scenarioNamed } from '../../../sim/scenarios/index.ts';
import { simulate } from '../../../sim/simulate.ts';

function told(scenario: string): readonly string[] {
  const reader = new TimelineReader();
  simulate(scenarioNamed(scenario), '1', (line) => reader.read(line));
  return reader.timeline?.events.map((event) => inFull(sentence(event))) ?? [];
}

function matching(scenario: string, pattern: RegExp): readonly string[] {
  return told(scenario).filter((text) => pattern.test(text));
}

describe('a PUBREC', () => {
  it('that answers a PUBLISH for the second time says that the message is not taken again', () => {
    const answers = matching('qos2-lost-pubrec', /^The broker tells "sensor" .* PUBREC/);
    expect(answers).toEqual([
      'The broker tells "sensor" (c2.1) with PUBREC 1 that it has the message and will take it once only; the PUBREC is lost on the way (v5 MQTT-4.3.3-8).',
      'The broker tells "sensor" (c2.2) with PUBREC 1 that it has the message already and takes it no second time (v5 MQTT-4.3.3-10).',
    ]);
  });

  it('is the first again once the exchange or the session is over, or nobody knows', () => {
    const exchanges = new Exchanges();
    const line = new Lines().client('a');
    const now = { index: 0, timeMs: 0 };
    const sends = (type: 'PUBREC' | 'PUBCOMP', reasonCode = 0) =>
      exchanges.sent({ type, packetId: 1, reasonCode }, line, 'toClient', now);
    expect([sends('PUBREC'), sends('PUBREC'), sends('PUBREC')]).toEqual([false, true, true]);
    expect([sends('PUBCOMP'), sends('PUBREC')]).toEqual([false, false]);
    exchanges.sessionEnded(line, now);
    expect(sends('PUBREC')).toBe(false);
    exchanges.forgetAnswers();
    expect(sends('PUBREC')).toBe(false);
    expect([sends('PUBREC', 0x97), sends('PUBREC')]).toEqual([false, false]);
  });
});

describe('a CONNACK', () => {
  it('cites the statement for the Clean Start that was asked for', () => {
    expect(matching('clean-start', /^The broker accepts/).map(clausesIn)).toEqual([
      'v5 MQTT-3.1.4-5, v5 MQTT-3.2.2-3',
      'v5 MQTT-3.1.4-5, v5 MQTT-3.2.2-3',
      'v5 MQTT-3.1.4-5, v5 MQTT-3.2.2-2',
    ]);
  });

  it('cites the statement for the Clean Session that was asked for', () => {
    const clauses = matching('clean-session', /^The broker accepts/).map(clausesIn);
    expect(new Set(clauses)).toEqual(new Set(['v3 MQTT-3.1.4-4, v3 MQTT-3.2.2-1']));
  });
});

describe('the end of a connection', () => {
  it('has a Reason Code only where one could be sent', () => {
    const takenOver = /^The broker disconnects "\w+" \(c1\.1\) because/;
    expect(matching('takeover', takenOver)).toEqual([
      'The broker disconnects "sensor" (c1.1) because another connection has claimed its session: Session taken over (0x8E) (v5 MQTT-3.1.4-3).',
    ]);
    expect(matching('takeover-clean-session-1', takenOver)).toEqual([
      'The broker disconnects "firecat" (c1.1) because another connection has claimed its session (v3 MQTT-3.1.4-2).',
    ]);
  });

  it('cites what becomes of a will only where there is one', () => {
    const failed = /is disconnected because its Network Connection (failed|closed)/;
    expect(matching('qos2-lost-pubrec', failed).map(clausesIn)).toEqual(['']);
    expect(matching('will', failed).map(clausesIn)).toEqual(['v3 MQTT-3.1.2-8']);
  });
});

function clausesIn(text: string): string {
  return /\((v[^()]*)\)\.$/.exec(text)?.[1] ?? '';
}
