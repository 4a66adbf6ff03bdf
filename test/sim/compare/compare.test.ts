// Two traces side by side. The goldens are what `lifeline compare` prints.
import { describe, expect, test } from 'vitest';
import type { StepRecord } from '../../../machines/index.ts';
import { compare } from '../../../sim/compare/compare.ts';
import { comparisonText, textDifferenceText } from '../../../sim/compare/compare-text.ts';
import { plainComparison } from '../../../sim/compare/comparison-json.ts';
import { placesOf, rowAt } from '../../../sim/compare/places.ts';
import { scenarios } from '../../../sim/scenarios/index.ts';
import { traceOf } from '../inspect/traces.ts';

/** The trace with one record's effects changed. */
function edited(
  lines: readonly string[],
  isIt: (record: StepRecord) => boolean,
  edit: (out: StepRecord['out']) => unknown,
): readonly string[] {
  let isDone = false;
  const all = lines.map((line, at) => {
    const record = JSON.parse(line) as StepRecord;
    if (isDone || at === 0 || record.in === undefined || !isIt(record)) return line;
    isDone = true;
    return JSON.stringify({ ...record, out: edit(record.out) });
  });
  expect(isDone).toBe(true);
  return all;
}

const sendsDisconnect = ({ out }: StepRecord) =>
  out.some((effect) => effect.type === 'transmit' && effect.packet.type === 'DISCONNECT');

describe('compare', () => {
  test('a trace is equal to itself, to the byte', () => {
    for (const { name } of scenarios) {
      const lines = traceOf(name);
      const { differences, text, counts, lagMaximumMs } = compare(lines, lines);
      expect({ name, differences, text }).toEqual({ name, differences: [], text: undefined });
      expect(counts).toEqual({
        same: lines.length - 1,
        different: 0,
        onlyA: 0,
        onlyB: 0,
        overtaken: 0,
      });
      expect(lagMaximumMs).toBe(0);
    }
  });

  test('another seed shifts times and the order among clients, and the same things happen', () => {
    for (const name of ['takeover', 'resume', 'will', 'qos1-retry', 'keep-alive-timeout']) {
      const { differences, text } = compare(traceOf(name, '1'), traceOf(name, '2'));
      expect({ name, differences }).toEqual({ name, differences: [] });
      expect(text).toBeDefined();
    }
  });

  test('numbers of records, connections and sessions may differ', () => {
    const lines = traceOf('takeover');
    const renumbered = lines.map((line) =>
      line
        .replace(/"connection":(\d+)/g, (_, n) => `"connection":${Number(n) + 40}`)
        .replace(/"(existing|incoming)":(\d+)/g, (_, key, n) => `"${key}":${Number(n) + 40}`)
        .replace(/"session":(\d+)/g, (_, n) => `"session":${Number(n) + 7}`)
        .replace(/"connection (\d+) /g, (_, n) => `"connection ${Number(n) + 40} `)
        .replace(/"session (\d+) /g, (_, n) => `"session ${Number(n) + 7} `)
        .replace(/"packetId":(\d+)/g, (_, n) => `"packetId":${Number(n) + 100}`),
    );
    expect(renumbered).not.toEqual(lines);
    expect(compare(lines, renumbered).differences).toEqual([]);
  });

  test('an effect that is missing is the one difference', () => {
    const lines = traceOf('takeover');
    const without = edited(lines, sendsDisconnect, (out) =>
      out.filter((effect) => effect.type !== 'transmit' || effect.packet.type !== 'DISCONNECT'),
    );
    const { differences } = compare(lines, without);
    expect(differences.map(({ kind, a }) => [kind, a?.kind])).toEqual([
      ['onlyA', 'transmit DISCONNECT'],
    ]);
  });

  test('a packet to the wrong connection of the right client is a difference', () => {
    const lines = traceOf('takeover');
    const wrong = edited(lines, sendsDisconnect, (out) =>
      out.map((effect) =>
        effect.type === 'transmit' && effect.packet.type === 'DISCONNECT'
          ? { ...effect, connection: 3 }
          : effect,
      ),
    );
    const { differences } = compare(lines, wrong);
    expect(differences[0]?.fields).toEqual([
      { field: 'connection', a: '1 of "sensor"', b: '2 of "sensor"' },
    ]);
  });

  test('a field of a packet is named, and what follows from it is marked', () => {
    const lines = traceOf('resume');
    const wrong = lines.map((line) =>
      line.replaceAll('"sessionPresent":true', '"sessionPresent":false'),
    );
    const { differences } = compare(lines, wrong);
    const own = differences.filter(({ isConsequence }) => !isConsequence);
    expect(own.length).toBeGreaterThan(0);
    for (const { fields } of own) {
      expect(fields).toEqual([{ field: 'sessionPresent', a: 'true', b: 'false' }]);
    }
    expect(differences.length).toBeGreaterThan(own.length);
  });

  test('beside the recording of a broker only what the broker saw is compared', () => {
    const lines = traceOf('resume');
    const recorded = lines
      .filter((line) => !line.includes('"note":'))
      .map((line, at) =>
        line
          .replace('"source":"simulator"', '"source":"broker"')
          .replace(/"n":\d+/, `"n":${at}`)
          .replace(/,"by":"[^"]*"/, ''),
      );
    const { differences, counts } = compare(lines, recorded);
    expect(differences).toEqual([]);
    expect(counts.same).toBe(recorded.length - 1);
  });

  test('is told for people', async () => {
    const [a, b] = [traceOf('will-delay'), traceOf('will-delay-passes')];
    const words = { nameA: 'will-delay', nameB: 'will-delay-passes' };
    await expect(comparisonText(compare(a, b), words)).toMatchFileSnapshot('will-delays.txt');
    await expect(comparisonText(compare(a, b), { ...words, all: true })).toMatchFileSnapshot(
      'will-delays-all.txt',
    );
    const seeds = compare(traceOf('takeover', '1'), traceOf('takeover', '2'));
    const names = { nameA: 'takeover:1', nameB: 'takeover:2' };
    await expect(comparisonText(seeds, names) + textDifferenceText(seeds)).toMatchFileSnapshot(
      'seeds.txt',
    );
  });

  test('is plain data for programs, which JSON gives back', () => {
    const plain = plainComparison(compare(traceOf('will-delay'), traceOf('will-delay-passes')));
    expect(JSON.parse(JSON.stringify(plain))).toEqual(JSON.parse(JSON.stringify(plain)));
    expect(plain.differences[0]?.a?.sentence).toBe('"sensor" is now waiting: network failed.');
    expect(plain.rows.length).toBe(52);
  });
});

describe('one cursor for two traces', () => {
  const { rows } = compare(traceOf('will-delay'), traceOf('will-delay-passes'));
  const places = placesOf(rows);

  test('never goes back in either', () => {
    for (const side of [places.a, places.b]) {
      expect(side.every((n, at) => at === 0 || n >= (side[at - 1] as number))).toBe(true);
    }
  });

  test('comes to the last record of both', () => {
    expect(places.a.at(-1)).toBe(traceOf('will-delay').length - 1);
    expect(places.b.at(-1)).toBe(traceOf('will-delay-passes').length - 1);
  });

  test('finds the row of a record', () => {
    expect(rowAt(places, 'a', 0)).toBe(-1);
    for (const [row, { a, isOvertaken }] of rows.entries()) {
      if (a !== undefined && !isOvertaken) expect(places.a[rowAt(places, 'a', a)]).toBe(a);
      expect(row).toBeLessThan(rows.length);
    }
    expect(rowAt(places, 'b', 9_999)).toBe(rows.length - 1);
  });
});
