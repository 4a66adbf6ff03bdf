/**
 * Every scenario under many seeds: it comes to its end, nobody breaks the law, and what the standard promises about
 * delivery holds whatever strikes. A failure names the command that repeats it.
 */
import { describe, expect, test } from 'vitest';
import type { LifecycleEvent } from '../../machines/index.ts';
import type { NoteRecord, StepRecord, TraceRecord } from '../../machines/trace/format.ts';
import { Seeded } from '../../sim/choose/seeded.ts';
import type { Scenario } from '../../sim/scenario/scenario.ts';
import { settled } from '../../sim/scenario/settle.ts';
import { scenarioNamed, scenarios } from '../../sim/scenarios/index.ts';
import { RecordLog } from '../../sim/world/log.ts';
import { World } from '../../sim/world/world.ts';

const SEEDS = Array.from({ length: 20 }, (_, i) => String(i + 1));
const STORM_SEEDS = Array.from({ length: 150 }, (_, i) => String(i + 1));

function run(scenario: Scenario, seed: string): { world: World; records: readonly TraceRecord[] } {
  const log = new RecordLog();
  const chooser = new Seeded(seed);
  const world = new World(settled(scenario, chooser), chooser, log);
  while (world.step());
  return { world, records: log.records };
}

function eventsOf(records: readonly TraceRecord[]): LifecycleEvent[] {
  const steps = records.filter((record): record is StepRecord => 'in' in record);
  return steps.flatMap(({ out }) =>
    out.flatMap((effect) => (effect.type === 'announce' ? [effect.event] : [])),
  );
}

/** Scripts that have not come to their end. */
function unfinished({ scenario, state }: World): string[] {
  return state.actors.flatMap(({ name, at }, index) => {
    const next = scenario.clients[index]?.does[at];
    return next === undefined ? [] : [`${name} at ${JSON.stringify(next)}`];
  });
}

describe.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
  '%s',
  (_, scenario) => {
    test.each(SEEDS)(`lifeline simulate ${scenario.name} --seed %s`, (seed) => {
      const { world, records } = run(scenario, seed);
      const causes = eventsOf(records).flatMap((event) => ('cause' in event ? [event.cause] : []));
      expect(causes, 'clients that keep to the standard').not.toContain('protocolViolation');
      expect(unfinished(world)).toEqual([]);
    });
  },
);

/** Payloads that each client's program was handed, in order. */
function handed(records: readonly TraceRecord[], qos: number): string[] {
  const notes = records.filter((record): record is NoteRecord => 'note' in record);
  return notes
    .filter(({ note }) => note.kind === 'handed' && note.detail?.endsWith(`QoS ${qos}`))
    .map(({ note }) => `${note.actor} ${note.detail}`);
}

describe('in a storm of faults', () => {
  const storm = scenarioNamed('storm');
  const clients = storm.clients.length;
  let cuts = 0;
  let crashes = 0;
  let retransmissions = 0;

  test.each(STORM_SEEDS)('lifeline simulate storm --seed %s', (seed) => {
    const { records } = run(storm, seed);
    // Each client publishes two messages of each QoS, and hears those of all.
    const perTopic = (qos: number, topicName: string) =>
      handed(records, qos).filter((line) => line.includes(` ${topicName},`));
    for (const { name } of storm.clients) {
      const topicName = `storm/${name}`;
      expect(perTopic(2, topicName).length, `QoS 2 of ${name}: exactly once`).toBe(2 * clients);
      const atLeastOnce = perTopic(1, topicName).length;
      expect(atLeastOnce, `QoS 1 of ${name}: at least once`).toBeGreaterThanOrEqual(2 * clients);
      retransmissions += atLeastOnce - 2 * clients;
    }
    for (const record of records) {
      if (!('note' in record)) continue;
      if (record.note.kind === 'cut') cuts += 1;
      if (record.note.kind === 'crash') crashes += 1;
    }
  });

  test('the storm has been one', () => {
    expect(cuts).toBeGreaterThan(100);
    expect(crashes).toBeGreaterThan(30);
    expect(retransmissions).toBeGreaterThan(10);
  });
});

describe('a world that is forked', () => {
  test('goes on as the original does, and neither touches the other', () => {
    const storm = scenarioNamed('storm');
    for (const seed of SEEDS) {
      const original = new World(storm, new Seeded(seed), new RecordLog());
      for (let i = 0; i < 100; i++) original.step();
      const log = new RecordLog();
      const chooser = (original.chooser as Seeded).fork();
      const twin = original.fork(chooser, log);
      const before = JSON.stringify(original.state.broker?.view());
      while (twin.step());
      expect(JSON.stringify(original.state.broker?.view())).toBe(before);
      while (original.step());
      const later = (original.log as RecordLog).records.slice(-log.records.length);
      expect(later.map(essence)).toEqual(log.records.map(essence));
    }
  });

  /** Numbers go on in the original, and begin anew in the twin. */
  function essence(record: TraceRecord): string {
    const { n: _n, by: _by, ...rest } = record as StepRecord;
    return JSON.stringify(rest);
  }
});
