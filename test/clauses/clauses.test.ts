import { describe, expect, test } from 'vitest';
import {
  allClauses,
  type ChartMeta,
  type Clause,
  clause,
  findClause,
} from '../../machines/clauses/index.ts';
import { unnumberedClauses } from '../../machines/clauses/unnumbered.ts';
import { v3Clauses } from '../../machines/clauses/v3.ts';
import { v5Clauses } from '../../machines/clauses/v5.ts';

describe('the clauses', () => {
  test('are all 141 numbered statements of 3.1.1 and all 251 of 5.0', () => {
    expect(Object.keys(v3Clauses)).toHaveLength(141);
    expect(Object.keys(v5Clauses)).toHaveLength(251);
  });

  test('have ids that are unique and begin with their version', () => {
    const ids = [v3Clauses, v5Clauses, unnumberedClauses].flatMap((table) => Object.keys(table));
    expect(new Set(ids).size).toBe(ids.length);
    expect(allClauses.map((entry) => entry.id)).toEqual(ids);
    for (const id of Object.keys(v3Clauses)) expect(id).toMatch(/^v3 MQTT-\d+\.\d+\.\d+-\d+$/);
    for (const id of Object.keys(v5Clauses)) expect(id).toMatch(/^v5 MQTT-\d+\.\d+\.\d+-\d+$/);
    for (const id of Object.keys(unnumberedClauses)) expect(id).toMatch(/^(v3\.1|v3|v5) [\w. ]+$/);
  });

  test('each say in one short sentence what they are about', () => {
    for (const { id, version, section, summary } of allClauses) {
      expect(['3.1', '3.1.1', '5.0'], id).toContain(version);
      expect(section, id).toMatch(/^\d+(\.\d+)* \S/);
      expect(summary.length, id).toBeGreaterThan(10);
      expect(summary.length, id).toBeLessThanOrEqual(160);
      expect(summary, id).toMatch(/\.$/);
    }
  });

  test('an unnumbered 5.0 rule names its section in its id', () => {
    for (const id of Object.keys(unnumberedClauses).filter((id) => /^v[35] /.test(id))) {
      expect(clause(id as Clause).section.split(' ')[0], id).toBe(id.split(' ')[1]);
    }
  });

  test('Keep Alive has another number in each version', () => {
    expect(clause('v3 MQTT-3.1.2-24')).toMatchObject({
      version: '3.1.1',
      section: '3.1.2.10 Keep Alive',
      binds: 'server',
    });
    expect(clause('v5 MQTT-3.1.2-22')).toMatchObject({
      id: 'v5 MQTT-3.1.2-22',
      version: '5.0',
      section: '3.1.2.10 Keep Alive',
      binds: 'server',
    });
    expect(clause('v3.1 keep alive').version).toBe('3.1');
  });

  test('an id that no document has does not compile, and is not found', () => {
    // @ts-expect-error 5.0 has no MQTT-2.2.1-1: that group starts at 2
    const meta: ChartMeta = { clauses: ['v5 MQTT-2.2.1-1'] };
    expect(findClause(meta.clauses[0] as string)).toBeUndefined();
    expect(findClause('constructor')).toBeUndefined();
    expect(findClause('v5 MQTT-2.2.1-2')).toBe(clause('v5 MQTT-2.2.1-2'));
  });
});
