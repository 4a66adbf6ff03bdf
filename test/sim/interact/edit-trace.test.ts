/** Recordings with something changed in them: what has not been touched stays, and the rest is what the charts do. */
import { describe, expect, test } from 'vitest';
import { editTrace } from '../../../sim/interact/edit-trace.ts';
import type { TraceEdit } from '../../../sim/interact/trace-edit.ts';
import { scenarios } from '../../../sim/scenarios/index.ts';
import { linesOf, replayProblems, withoutHands } from './run-support.ts';

interface Line {
  readonly n: number;
  readonly t: number;
  readonly in?: {
    readonly type: string;
    readonly timer?: string;
    readonly packet?: { type: string };
  };
  readonly out?: readonly {
    readonly type: string;
    readonly timer?: string;
    event?: { type: string };
  }[];
  readonly note?: { readonly kind: string; readonly detail?: string };
}

function read(lines: readonly string[]): readonly Line[] {
  return lines.slice(1).map((line) => JSON.parse(line));
}

/** Inputs and effects alone. */
function steps(lines: readonly string[]): readonly unknown[] {
  return read(lines).flatMap(({ t, in: input, out }) => (input ? [{ t, input, out }] : []));
}

function find(lines: readonly string[], is: (line: Line) => boolean): Line {
  const found = read(lines).find(is);
  if (found === undefined) throw new Error('the scenario is not what it was');
  return found;
}

const inputOf = (type: string) => (line: Line) => line.in?.packet?.type === type;

describe('a recording', () => {
  test.each(scenarios.map(({ name }) => name))('%s: without edits is what it was', (name) => {
    const lines = linesOf(name, '3');
    expect(withoutHands(editTrace(lines, []))).toEqual(withoutHands(lines));
  });

  test.each(scenarios.map(({ name }) => name))(
    '%s: every edit leaves a trace that replays',
    (name) => {
      const lines = linesOf(name, '2');
      const inputs = read(lines).filter((line) => line.in !== undefined);
      for (let i = 1; i < inputs.length; i += Math.ceil(inputs.length / 6)) {
        const { n } = inputs[i] as Line;
        for (const edit of [
          { at: n, do: 'drop' },
          { at: n, do: 'delay', ms: 1_500 },
        ] as const) {
          const edited = editTrace(lines, [edit]);
          expect(replayProblems(edited)).toEqual([]);
          const before = read(lines).findIndex((line) => line.n === n);
          expect(steps(edited.slice(0, before + 1))).toEqual(steps(lines.slice(0, before + 1)));
        }
      }
    },
  );
});

describe('edits', () => {
  const will = linesOf('will', '1');
  const expiry = linesOf('session-expiry', '1');

  function edited(lines: readonly string[], edit: TraceEdit): readonly Line[] {
    const after = editTrace(lines, [edit]);
    expect(replayProblems(after)).toEqual([]);
    return read(after);
  }
  const announced = (lines: readonly Line[]) =>
    lines.flatMap(({ out = [] }) => out.flatMap(({ event }) => event?.type ?? []));

  test('a packet: DISCONNECT before the connection is cut deletes the will', () => {
    const { n } = find(will, ({ in: input }) => input?.type === 'closed');
    const packet = { type: 'DISCONNECT', reasonCode: 0 } as const;
    const after = edited(will, { at: n - 1, do: 'receive', connection: 2, packet });
    expect(announced(read(will))).toContain('will.published');
    expect(announced(after)).not.toContain('will.published');
    const hand = after.find(({ note }) => note?.kind === 'byHand');
    expect(hand?.note?.detail).toBe('DISCONNECT arrives from "sensor" on connection 2');
  });

  test('a connection is closed: what comes on it later comes to nobody', () => {
    const { n } = find(will, inputOf('SUBSCRIBE'));
    const after = edited(will, { at: n, do: 'close', connection: 1 });
    const closings = after.filter(({ in: input }) => input?.type === 'closed');
    expect(closings.length).toBeGreaterThan(1);
    expect(announced(after)).toContain('will.published');
    expect(
      after.some(({ out = [] }) => out.some((e) => 'packet' in e && e.type === 'transmit')),
    ).toBe(true);
  });

  test('a timer runs out early: the session is gone when its client comes back', () => {
    const { n } = find(expiry, ({ out = [] }) =>
      out.some(({ event }) => event?.type === 'session.offline'),
    );
    const timer = 'session 1 sessionExpiryInterval';
    const after = edited(expiry, { at: n, do: 'fire', timer });
    const fired = after.find(({ in: input }) => input?.timer === timer) as Line;
    const theirs = find(expiry, ({ in: input }) => input?.timer === timer);
    expect(fired.t).toBe(theirs.t);
    expect(after.filter(({ in: input }) => input?.timer === timer)).toHaveLength(1);
  });

  test('what a timer overtakes comes late, and the time does not go back', () => {
    const lines = linesOf('expiry-race', '3');
    const { n } = find(lines, ({ out = [] }) =>
      out.some(({ event }) => event?.type === 'session.offline'),
    );
    const after = edited(lines, { at: n, do: 'fire', timer: 'session 1 sessionExpiryInterval' });
    const times = after.map(({ t }) => t);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(announced(after).filter((type) => type === 'session.created')).toHaveLength(2);
  });

  test('an input is left out: without SUBSCRIBE nothing is delivered', () => {
    const { n } = find(will, inputOf('SUBSCRIBE'));
    const after = edited(will, { at: n, do: 'drop' });
    const publishes = after.flatMap(({ out = [] }) =>
      out.filter((e) => JSON.stringify(e).includes('"PUBLISH"')),
    );
    expect(publishes).toEqual([]);
  });

  test('an input is put off: what its client sent next comes before CONNECT, and is refused', () => {
    const { n } = find(will, inputOf('CONNECT'));
    const after = edited(will, { at: n, do: 'delay', ms: 11_000 });
    expect(announced(after)[1]).toBe('client.refused');
    const connects = after.filter(inputOf('CONNECT')).map(({ t }) => t);
    expect(connects.at(-1)).toBe(find(will, inputOf('CONNECT')).t + 11_000);
  });

  test('an operator asks', () => {
    const { n } = find(will, inputOf('SUBSCRIBE'));
    const command = { type: 'kick', clientId: 'watcher', reasonCode: 0x98 } as const;
    const after = edited(will, { at: n, do: 'command', command });
    expect(announced(after)).toContain('client.disconnected');
  });

  const WRONG: readonly (readonly [edit: TraceEdit, message: string])[] = [
    [{ at: 9_999, do: 'drop' }, 'there is no record 9999: the recording ends with record'],
    [{ at: 1, do: 'drop' }, 'record 1 is no input of the broker'],
    [{ at: 1, do: 'close', connection: 7 }, 'the broker has no connection 7; there are none'],
    [{ at: 1, do: 'fire', timer: 'x' }, "timer 'x' does not run; there are none"],
  ];

  test.each(WRONG)('%j: %s', (edit, message) => {
    expect(() => editTrace(will, [edit])).toThrow(message);
  });
});
