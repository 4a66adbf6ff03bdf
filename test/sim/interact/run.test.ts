/** Runs that somebody intervenes in: the same list gives the same bytes, and only what was done makes a difference. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Deed } from '../../../sim/interact/deed.ts';
import { packetForms } from '../../../sim/interact/packet-fields.ts';
import { InteractiveRun } from '../../../sim/interact/run.ts';
import { stepsAt } from '../../../sim/interact/steps.ts';
import { thingsNext } from '../../../sim/interact/things.ts';
import { scenarioNamed, scenarios } from '../../../sim/scenarios/index.ts';
import { begin, linesOf, replayProblems, told, withoutHands } from './run-support.ts';

const NAMES = scenarios.map(({ name }) => name);

describe('without interventions', () => {
  test.each(NAMES)('%s is the run that `simulate` makes', (name) => {
    for (const seed of ['1', '2', 'storm']) {
      expect(begin(name, seed).lines).toEqual(linesOf(name, seed));
    }
  });
});

describe('what can happen next', () => {
  test('is what the world says, with what is not due yet', () => {
    for (const name of NAMES) {
      const run = begin(name);
      for (let n = 0; n <= run.count; n += 7) {
        const { world } = run.at(n);
        const due = thingsNext(world).filter(({ atMs }) => atMs <= world.nowMs);
        expect(due.map(({ label }) => label).sort()).toEqual(
          world
            .enabled()
            .map(({ label }) => label)
            .sort(),
        );
      }
    }
  });
});

describe('an intervention makes a difference by what it does alone', () => {
  test.each(NAMES)('%s: to take what comes next anyway changes nothing', (name) => {
    const run = begin(name, '3');
    const own = withoutHands(run.lines);
    for (let n = 0; n < run.count; n += Math.ceil(run.count / 12)) {
      const what = run.nextAfter(n);
      if (what === undefined) continue;
      const twin = run.fork({ at: n }, { do: 'take', what });
      expect(told(twin)).toHaveLength(1);
      expect(withoutHands(twin.lines).slice(0, own.length)).toEqual(own);
    }
  });

  test('a client that the others have nothing to do with leaves them as they were', () => {
    const run = begin('partition', '5');
    const joined = run.fork({ at: 20 }, { do: 'join', name: 'c9', is: { raw: true } });
    const other = joined.fork(
      { at: joined.boundary(21) },
      { do: 'client', client: 'c9', step: { do: 'connect' } },
    );
    const without = withoutHands(other.lines).filter((line) => !line.includes('c9'));
    // Nothing else is different: its own connection is opened, and given up by the broker's timer.
    const own = withoutHands(run.lines).map((line) => JSON.parse(line).note?.packet?.type);
    const theirs = without.map((line) => JSON.parse(line).note?.packet?.type);
    expect(theirs.filter(Boolean)).toEqual(own.filter(Boolean));
  });
});

describe('a branch is its list', () => {
  const DEEDS: readonly Deed[] = [
    { do: 'world', step: { do: 'cut', client: 'c1' } },
    { do: 'world', step: { do: 'crash' } },
    { do: 'world', step: { do: 'recover' } },
    { do: 'packet', client: 'c2', packet: { type: 'PINGREQ' } },
    { do: 'extend', ms: 30_000 },
  ];

  test.each(['storm', 'resume', 'broker-crash', 'takeover'])(
    '%s: told step by step, or at once from the list',
    (name) => {
      let run = begin(name, '4');
      for (const [i, deed] of DEEDS.entries()) {
        const at = Math.min(run.count, 12 + i * 9);
        try {
          run = run.fork({ at, afterMs: (i % 3) * 700 }, deed);
        } catch (error) {
          expect((error as Error).name).toBe('InterventionError');
        }
        const again = InteractiveRun.of(run.story);
        expect(again.problem).toBeUndefined();
        expect(again.lines).toEqual(run.lines);
      }
      expect(run.story.interventions.length).toBeGreaterThan(1);
      expect(replayProblems(run.lines)).toEqual([]);
    },
  );

  test('forking in the middle keeps what was done before, and the run that is forked stays', () => {
    const cut: Deed = { do: 'world', step: { do: 'cut', client: 'c1' } };
    const first = begin('resume').fork({ at: 12 }, cut);
    const lines = [...first.lines];
    const second = first.fork({ at: first.count }, { do: 'extend', ms: 1_000 });
    const beside = second.fork({ at: 15 }, { do: 'extend', ms: 1_000 });
    expect(second.story.interventions.map((each) => each.do)).toEqual(['world', 'extend']);
    expect(beside.story.interventions.map((each) => each.do)).toEqual(['world', 'extend']);
    const before = second.fork({ at: 5 }, cut);
    expect(before.story.interventions).toHaveLength(1);
    expect(first.lines).toEqual(lines);
  });

  test('what cannot be done at its place is named, and the run goes on without it', () => {
    const interventions = [
      { at: 10, do: 'extend', ms: 1_000 },
      { at: 12, do: 'world', step: { do: 'recover' } },
      { at: 14, do: 'extend', ms: 2_000 },
    ] as const;
    const run = InteractiveRun.of({ scenario: scenarioNamed('resume'), seed: '1', interventions });
    expect(run.problem).toEqual({
      index: 1,
      message: expect.stringContaining('the broker is not down'),
    });
    expect(run.story.interventions).toHaveLength(1);
    expect(run.count).toBeGreaterThan(begin('resume').count);
  });
});

describe('whatever is done', () => {
  const forms = packetForms(5, 'sensor');
  const choice = fc.record({
    /** As a share of what there is. */
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    which: fc.nat(),
    kind: fc.constantFrom('step', 'step', 'packet', 'late'),
  });

  /** One of all things that can be done there; undefined where it is none. */
  function deedAt(run: InteractiveRun, n: number, which: number, kind: string): Deed | undefined {
    const { steps, clients, flights } = stepsAt(run, n);
    const flight = flights[which % flights.length];
    if (kind === 'late')
      return flight && { do: 'delay', packet: flight.sentBy, ms: which % 30_000 };
    if (kind === 'step') return steps[which % steps.length]?.deed;
    const there = clients.filter(({ connection, version }) => connection && version === 5);
    const client = there[which % there.length]?.name;
    const packet = forms[which % forms.length]?.packet;
    if (client === undefined || packet === undefined) return undefined;
    return { do: 'packet', client, packet };
  }

  test('the list alone gives the same run, and its trace replays', () => {
    let done = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...NAMES),
        fc.nat(9),
        fc.array(choice, { minLength: 1, maxLength: 4 }),
        (name, seed, choices) => {
          let run = begin(name, `${seed}`);
          for (const { at, which, kind } of choices) {
            const n = Math.floor(at * run.count);
            const deed = deedAt(run, n, which, kind);
            if (deed === undefined) continue;
            try {
              run = run.fork({ at: n }, deed);
              done += 1;
            } catch (error) {
              // Of all that is offered, only a packet may come too late: its way may be closed already.
              expect((error as Error).message).toContain('closed its side');
            }
          }
          expect(InteractiveRun.of(run.story).lines).toEqual(run.lines);
          expect(replayProblems(run.lines)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
    expect(done).toBeGreaterThan(50);
  });
});
