/** The pure parts of the ladder: rows and time, lanes, what is in sight, what is under the pointer. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scenarioNamed, scenarios } from '../../sim/scenarios/index.ts';
import { simulate } from '../../sim/simulate.ts';
import { FLAG, KIND, type LadderColumns, STYLE } from '../../viz/ladder/columns.ts';
import { rowsOfRecord } from '../../viz/ladder/cursor.ts';
import { densityOf } from '../../viz/ladder/density.ts';
import { lanesOf } from '../../viz/ladder/lanes.ts';
import { eventsOf, MARGIN, rowAt, rowsOf, timeAt } from '../../viz/ladder/rows.ts';
import { shareOf, stripOf } from '../../viz/ladder/strip.ts';
import { roundest, roundTicks } from '../../viz/ladder/ticks.ts';
import { clamped, firstView, fitted, revealing, zoomed } from '../../viz/ladder/view.ts';
import { OpenTrace } from '../../viz/worker/trace.ts';

const ROOM = { left: 92, right: 900 };

function columnsOf(name: string): LadderColumns {
  const lines: string[] = [];
  simulate(scenarioNamed(name), '1', (line) => lines.push(line));
  return new OpenTrace(lines).columns();
}

const ALL = scenarios.map(({ name }) => [name, columnsOf(name)] as const);
const TAKEOVER = columnsOf('takeover');
const STORM = columnsOf('storm');

describe.each(ALL)('%s', (_, columns) => {
  const rows = rowsOf(columns);

  test('events stand in their order, those with words a row apart', () => {
    expect(rows.shown.length).toBeGreaterThan(5);
    for (let at = 1; at < columns.count; at++) {
      expect(rows.at[at]).toBeGreaterThanOrEqual(rows.at[at - 1] as number);
    }
    for (let i = 1; i < rows.shown.length; i++) {
      const event = rows.shown[i] as number;
      const apart = (rows.at[event] as number) - (rows.at[rows.shown[i - 1] as number] as number);
      const isArrival = ((columns.flags[event] as number) & FLAG.arrival) !== 0;
      expect(apart).toBeGreaterThan(isArrival ? 0.57 : 0.999);
    }
  });

  test('records are numbered without going back, and each has its events', () => {
    for (let at = 1; at < columns.count; at++) {
      expect(columns.n[at]).toBeGreaterThanOrEqual(columns.n[at - 1] as number);
    }
    let sum = 0;
    for (let n = 1; n <= columns.records; n++) {
      const [from, to] = eventsOf(columns, n);
      for (let at = from; at < to; at++) expect(columns.n[at]).toBe(n);
      sum += to - from;
    }
    expect(sum).toBe(columns.count);
  });

  test('the two ends of a packet name each other', () => {
    for (let at = 0; at < columns.count; at++) {
      const other = columns.other[at] as number;
      if (other < 0 || columns.kind[at] === KIND.handOver) continue;
      expect(columns.other[other]).toBe(at);
      expect(columns.kind[other]).toBe(columns.kind[at]);
      const [sent, received] = other > at ? [at, other] : [other, at];
      expect((columns.flags[sent] as number) & FLAG.arrival).toBe(0);
      expect((columns.flags[received] as number) & FLAG.arrival).toBe(FLAG.arrival);
    }
  });

  test('everybody who is shown has a lane, and nobody has two', () => {
    const lanes = lanesOf(columns, rows, ROOM);
    const xs = lanes.all.map(({ x }) => x);
    expect(new Set(xs).size).toBe(xs.length);
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
    expect(xs).toContain(lanes.broker);
    for (const event of rows.shown) {
      const wire = columns.connection[event] as number;
      if (wire >= 0) expect(xs).toContain(lanes.ofConnection[wire]);
    }
  });
});

describe('time', () => {
  const rows = rowsOf(STORM);
  const end = STORM.timeMs[STORM.count - 1] as number;

  test('goes from a moment to its row and back', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: end, noNaN: true }), (ms) => {
        expect(timeAt(STORM, rows, rowAt(STORM, rows, ms))).toBeCloseTo(ms, 5);
      }),
    );
  });

  test('is folded where nothing happens, and nowhere else', () => {
    expect(rows.folds.length).toBeGreaterThan(3);
    for (const { ms } of rows.folds) expect(ms).toBeGreaterThan(0);
    const isToScale = rowsOf(STORM, { isToScale: true });
    expect(isToScale.folds.map(({ ms }) => ms)).toEqual(rows.folds.map(({ ms }) => ms));
    expect(isToScale.length).toBeLessThan(rows.length);
  });

  test('to scale, what happens at one moment stands at one place', () => {
    const { at, shown } = rowsOf(STORM, { isToScale: true });
    let same = 0;
    for (let i = 1; i < shown.length; i++) {
      const [before, event] = [shown[i - 1] as number, shown[i] as number];
      if (STORM.timeMs[before] !== STORM.timeMs[event]) continue;
      expect(at[event]).toBe(at[before]);
      same++;
    }
    expect(same).toBeGreaterThan(50);
  });
});

describe('what is shown', () => {
  test('details have rows when they are asked for', () => {
    const few = rowsOf(TAKEOVER);
    const all = rowsOf(TAKEOVER, { hasDetails: true });
    expect(all.shown.length).toBe(TAKEOVER.count);
    expect(few.shown.length).toBeLessThan(TAKEOVER.count);
    const isDetail = (event: number) => ((TAKEOVER.flags[event] as number) & FLAG.detail) !== 0;
    expect([...few.shown].some(isDetail)).toBe(false);
  });

  test('a hidden client has neither rows nor a lane', () => {
    const hidden = new Set([1]);
    const rows = rowsOf(TAKEOVER, { hidden });
    expect([...rows.shown].some((event) => TAKEOVER.client[event] === 1)).toBe(false);
    const lanes = lanesOf(TAKEOVER, rows, ROOM, { hidden });
    expect(lanes.heads.map(({ label }) => label)).toEqual(['sensor', 'broker']);
    expect(lanes.ofClient[1]).toBeNaN();
  });

  test('pinned clients come first', () => {
    const lanes = lanesOf(STORM, rowsOf(STORM), ROOM, { pinned: [2, 1] });
    const order = lanes.heads.filter(({ client }) => client >= 0).map(({ client }) => client);
    expect(order).toEqual([2, 1, 0]);
  });

  test('a takeover goes from one connection to another, and is told as what it is', () => {
    const at = TAKEOVER.kind.indexOf(KIND.handOver);
    expect(TAKEOVER.style[at]).toBe(STYLE.takeover);
    const { names } = TAKEOVER.connections;
    expect(names[TAKEOVER.connection[at] as number]).toBe('c1.1');
    expect(names[TAKEOVER.other[at] as number]).toBe('c1.2');
  });

  test('a half-open connection says from when', () => {
    const [first, second] = TAKEOVER.connections.halfOpen;
    expect(TAKEOVER.kind[first as number]).toBe(KIND.fault);
    expect(second).toBe(-1);
  });

  test('more lanes than there is room for can be moved sideways', () => {
    const near = lanesOf(TAKEOVER, rowsOf(TAKEOVER), { left: 92, right: 100 });
    expect(near.gap).toBe(4);
    expect(near.width).toBeGreaterThan(8);
    const moved = lanesOf(TAKEOVER, rowsOf(TAKEOVER), { left: 92, right: 100, scroll: 10 });
    expect(moved.broker).toBe(near.broker - 10);
  });
});

describe('the view', () => {
  const rows = rowsOf(STORM);
  const height = 600;
  const views = fc.record({
    top: fc.double({ min: -1e4, max: 1e4, noNaN: true }),
    rowHeight: fc.double({ min: 0.001, max: 500, noNaN: true }),
  });

  test('never leaves the rows', () => {
    fc.assert(
      fc.property(views, (view) => {
        const { top, rowHeight } = clamped(view, rows, height);
        expect(top).toBeGreaterThanOrEqual(0);
        expect(top + height / rowHeight).toBeLessThanOrEqual(rows.length + 1e-6);
      }),
    );
  });

  test('zooms around the pointer', () => {
    const view = clamped({ top: 100, rowHeight: 10 }, rows, height);
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 4, noNaN: true }),
        fc.integer({ min: 200, max: 400 }),
        (factor, y) => {
          const next = zoomed(view, factor, y, rows, height);
          expect(next.top + y / next.rowHeight).toBeCloseTo(view.top + y / view.rowHeight, 6);
        },
      ),
    );
  });

  test('brings what is outside into sight, and leaves alone what is inside', () => {
    const view = clamped({ top: 100, rowHeight: 20 }, rows, height);
    expect(revealing(view, [110, 111], rows, height)).toBe(view);
    for (const row of [3, 40, 200, rows.length - 2]) {
      const { top, rowHeight } = revealing(view, [row, row], rows, height);
      expect(row).toBeGreaterThanOrEqual(top);
      expect(row).toBeLessThanOrEqual(top + height / rowHeight);
    }
  });

  test('begins readable for a short run, and with the whole of a long one', () => {
    const short = rowsOf(TAKEOVER);
    expect(firstView(short, [0, 0], height).rowHeight).toBeGreaterThanOrEqual(23);
    const long = { ...short, length: 60_000 };
    expect(firstView(long, [0, 0], height)).toEqual({ top: 0, rowHeight: 0.01 });
  });

  test('shows the window that is asked for', () => {
    const { top, rowHeight } = fitted({ from: 100, to: 160 }, rows, height);
    expect([top, top + height / rowHeight]).toEqual([100, 160]);
  });
});

describe('the cursor', () => {
  test('spans all rows of its record', () => {
    const rows = rowsOf(TAKEOVER);
    const [from, to] = eventsOf(TAKEOVER, 41);
    const own = [...rows.shown].filter((event) => event >= from && event < to);
    expect(own.length).toBeGreaterThan(5);
    expect(rowsOfRecord(TAKEOVER, rows, 41)).toEqual([
      rows.at[own[0] as number],
      rows.at[own.at(-1) as number],
    ]);
  });

  test('stands between rows where its record has none, and nowhere before everything', () => {
    const rows = rowsOf(TAKEOVER);
    const own = rowsOfRecord(TAKEOVER, rows, 1);
    expect(own?.[0]).toBeLessThan(MARGIN);
    expect(rowsOfRecord(TAKEOVER, rows, 0)).toBeUndefined();
  });
});

describe('ticks', () => {
  test('are round where they can be', () => {
    expect(roundest(58_731, 61_002)).toBe(60_000);
    expect(roundest(1_233, 1_291)).toBe(1_250);
    expect(roundest(1_233, 1_239)).toBe(1_235);
    expect(roundest(0.2, 0.7)).toBe(0.2);
  });

  test('do not stand on each other', () => {
    const axis = {
      top: 0,
      bottom: 700,
      timeAt: (y: number) => y * 13.7,
      yOf: (ms: number) => ms / 13.7,
    };
    const ys = roundTicks(axis).map(({ y }) => y);
    expect(ys.length).toBeGreaterThan(7);
    for (let at = 1; at < ys.length; at++) {
      expect((ys[at] as number) - (ys[at - 1] as number)).toBeGreaterThan(20);
    }
  });
});

describe('densities', () => {
  const rows = rowsOf(STORM);
  const whole = { from: 0, to: rows.shown.length };

  test('count every event once on its lane, and on the broker', () => {
    const height = 300;
    const view = { top: 0, rowHeight: height / rows.length, height };
    const { counts, lanes } = densityOf(STORM, rows, whole, view);
    const sum = (isWanted: (lane: number) => boolean) =>
      counts.reduce((total, count, cell) => total + (isWanted(cell % lanes) ? count : 0), 0);
    const ofClients = rows.shown.filter((event) => (STORM.client[event] as number) >= 0).length;
    expect(sum((lane) => lane < lanes - 1)).toBe(ofClients);
    expect(sum((lane) => lane === lanes - 1)).toBe(rows.shown.length);
  });

  test('keep what matters most', () => {
    const { styles } = densityOf(STORM, rows, whole, { top: 0, rowHeight: 0.001, height: 1 });
    expect(Math.max(...styles)).toBe(STYLE.takeover);
  });

  test('the strip has them all', () => {
    const strip = stripOf(STORM, rows, 97);
    expect(strip.counts.reduce((sum, count) => sum + count, 0)).toBe(rows.shown.length);
    const shares = [...strip.counts].map((_, at) => shareOf(strip, at));
    expect(Math.max(...shares)).toBe(1);
    expect(Math.min(...shares.filter((share) => share > 0))).toBeGreaterThanOrEqual(0.08);
  });
});
