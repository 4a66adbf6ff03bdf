// One scenario under 3.1.1 and under 5.0. The goldens are what `lifeline compare --twin` prints.
import { describe, expect, test } from 'vitest';
import { allClauses } from '../../../machines/index.ts';
import { asVersion } from '../../../sim/compare/as-version.ts';
import { twinOf } from '../../../sim/compare/twin.ts';
import { twinText } from '../../../sim/compare/twin-text.ts';
import { scenarioNamed, scenarios } from '../../../sim/scenarios/index.ts';
import { traceOf } from '../inspect/traces.ts';

describe('a scenario in another version', () => {
  test('is itself where it is written in that version', () => {
    const resume = scenarioNamed('resume');
    expect(asVersion(resume, '5.0')).toEqual({ scenario: resume, counterparts: [] });
    const will = scenarioNamed('will');
    expect(asVersion(will, '3.1.1')).toEqual({ scenario: will, counterparts: [] });
  });

  test('every client speaks it', () => {
    for (const scenario of scenarios) {
      const old = asVersion(scenario, '3.1.1').scenario.clients;
      expect(old.map(({ is }) => is.version)).toEqual(old.map(() => 4));
      const now = asVersion(scenario, '5.0').scenario.clients;
      expect(now.map(({ is }) => is.version ?? 5)).toEqual(now.map(() => 5));
    }
  });

  test('Clean Session says how a session begins and how it ends', () => {
    const [sensor] = asVersion(scenarioNamed('clean-session'), '5.0').scenario.clients;
    expect(sensor?.is).toMatchObject({ cleanStart: true, sessionExpiryIntervalSeconds: 0 });
    const [kept] = asVersion(scenarioNamed('persistent-session'), '5.0').scenario.clients;
    expect(kept?.is).toMatchObject({
      cleanStart: false,
      sessionExpiryIntervalSeconds: 0xffff_ffff,
    });
    const [resumes, visits] = asVersion(scenarioNamed('resume'), '3.1.1').scenario.clients;
    expect(resumes?.is).toMatchObject({ version: 4, cleanStart: false });
    expect(resumes?.is).not.toHaveProperty('sessionExpiryIntervalSeconds');
    expect(visits?.is).toMatchObject({ version: 4, cleanStart: true });
  });

  test('what takes a detour takes it', () => {
    const { scenario, counterparts } = asVersion(scenarioNamed('clean-start'), '3.1.1');
    const steps = scenario.clients[0]?.does.map((step) => step.do);
    expect(steps?.slice(6, 11)).toEqual(['connect', 'await', 'disconnect', 'await', 'connect']);
    expect(counterparts.map(({ kind }) => kind)).toContain('translated');
  });

  test('a DISCONNECT that leaves the will is a connection that is dropped', () => {
    const { scenario } = asVersion(scenarioNamed('disconnect'), '3.1.1');
    expect(scenario.clients.flatMap(({ does }) => does.map((step) => step.do))).toContain('drop');
  });
});

describe('a twin', () => {
  test('has on one side the very run that the scenario and its seed give', () => {
    expect(twinOf(scenarioNamed('takeover'), '1').b.lines).toEqual(traceOf('takeover'));
    expect(twinOf(scenarioNamed('will'), '3').a.lines).toEqual(traceOf('will', '3'));
  });

  test('keeps in step: what both have takes the same time, where nothing came between', () => {
    for (const name of ['first-connect', 'resume', 'qos2-lost-pubrec', 'partition']) {
      expect(twinOf(scenarioNamed(name), '1').comparison.lagMaximumMs).toBe(0);
    }
  });

  test('is the same each time', () => {
    const lines = () => twinOf(scenarioNamed('takeover-clean-start'), '5').a.lines;
    expect(lines()).toEqual(lines());
  });

  test('every scenario has one, and what is said of it stands in the standards', () => {
    const known = new Set<string>(allClauses.map(({ id }) => id));
    for (const scenario of scenarios) {
      const { differences, counterparts, comparison } = twinOf(scenario, '1');
      for (const { text, clauses, rows } of differences) {
        expect(text).toMatch(/^[A-Z"].*\.$/);
        expect(rows.every((row) => comparison.rows[row] !== undefined)).toBe(true);
        expect(clauses.filter((id) => !known.has(id))).toEqual([]);
      }
      for (const { clauses } of counterparts) {
        expect(clauses.filter((id) => !known.has(id))).toEqual([]);
      }
    }
  });

  test('a 5.0 broker says why it ends a connection, a 3.1.1 broker does not', () => {
    const ids = (name: string) => twinOf(scenarioNamed(name), '1').differences.map(({ id }) => id);
    expect(ids('takeover')).toContain('server disconnects 0x8E');
    expect(ids('keep-alive-timeout')).toContain('server disconnects 0x8D');
    expect(ids('will-delay')).toEqual(expect.arrayContaining(['will waits', 'will is spared']));
    expect(ids('session-expiry')).toEqual(
      expect.arrayContaining(['session expires', 'session present true']),
    );
    expect(ids('receive-maximum-1')).toEqual(
      expect.arrayContaining(['receive maximum', 'held back']),
    );
    expect(ids('first-connect')).toEqual(['connect', 'connack']);
  });

  test.each(['takeover', 'session-expiry', 'will-delay', 'clean-start', 'takeover-clean-start'])(
    '%s is told for people',
    async (name) => {
      const twin = twinOf(scenarioNamed(name), '1');
      await expect(twinText(twin)).toMatchFileSnapshot(`twin-${name}.txt`);
    },
  );
});
