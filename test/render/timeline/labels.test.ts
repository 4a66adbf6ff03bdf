/** Labels in drawings: none stands on another, and those of notes and takeovers are crossed by no arrow. */
import { describe, expect, test } from 'vitest';
import { Room } from '../../../sim/render/svg/room.ts';
import { renderSvg } from '../../../sim/render/svg/svg.ts';
import { TimelineBuilder } from '../../../sim/render/timeline/builder.ts';
import { RecordReader } from '../../../sim/render/timeline/record-reader.ts';
import type { Timeline } from '../../../sim/render/timeline/types.ts';
import { scenarioNamed } from '../../../sim/scenarios/index.ts';
import { simulate } from '../../../sim/simulate.ts';
import { firstConnect, lostPubrec, takeover } from './stories.ts';

type Point = readonly [x: number, y: number];

interface Label {
  readonly text: string;
  readonly corners: readonly Point[];
  readonly isTurned: boolean;
}

const TEXT =
  /<text x="([\d.-]+)" y="([\d.-]+)" class="halo(?: ground)?" text-anchor="(\w+)"(?: transform="rotate\(([\d.-]+) [^"]*")?>([^<]*)/g;
const WIDTH = 6.6;

function labelsIn(svg: string): readonly Label[] {
  return [...svg.matchAll(TEXT)].map(([, x, y, anchor, degrees = '0', text = '']) => {
    const width = text.length * WIDTH;
    const left = anchor === 'end' ? -width : anchor === 'middle' ? -width / 2 : 0;
    const angle = (Number(degrees) * Math.PI) / 180;
    const inside: readonly Point[] = [
      [left, -10],
      [left + width, -10],
      [left + width, 2],
      [left, 2],
    ];
    const corners = inside.map(
      ([along, below]): Point => [
        Number(x) + along * Math.cos(angle) - below * Math.sin(angle),
        Number(y) + along * Math.sin(angle) + below * Math.cos(angle),
      ],
    );
    return { text, corners, isTurned: angle !== 0 };
  });
}

/** Points every few pixels of a label: wherever they are, nothing else should be. */
function pointsIn({ corners }: Label): readonly Point[] {
  const [a, b, , d] = corners as readonly [Point, Point, Point, Point];
  const points: Point[] = [];
  for (let along = 0; along <= 1; along += 0.02) {
    for (let down = 0; down <= 1; down += 0.25) {
      points.push([
        a[0] + along * (b[0] - a[0]) + down * (d[0] - a[0]),
        a[1] + along * (b[1] - a[1]) + down * (d[1] - a[1]),
      ]);
    }
  }
  return points;
}

function isIn([x, y]: Point, { corners }: Label): boolean {
  return corners.every(([ax, ay], at) => {
    const [bx, by] = corners[(at + 1) % corners.length] as Point;
    return (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0;
  });
}

/** The lines of all arrows, as points on them. */
function arrowsIn(svg: string): readonly (readonly Point[])[] {
  const lines = svg.matchAll(
    /class="event[^>]*>(?:<title>[^<]*<\/title>)<path class="arrow" d="M ([\d.-]+) ([\d.-]+) (?:L ([\d.-]+) ([\d.-]+)|H ([\d.-]+))"/g,
  );
  return [...lines].map(([, fromX, fromY, toX, toY, levelX]) => {
    const from = [Number(fromX), Number(fromY)] as const;
    const to = [Number(toX ?? levelX), Number(toY ?? fromY)] as const;
    return Array.from({ length: 401 }, (_, i): Point => {
      const share = i / 400;
      return [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
    });
  });
}

function timelineOf(scenario: string, seed: string): Timeline {
  const reader = new RecordReader();
  let builder: TimelineBuilder | undefined;
  simulate(scenarioNamed(scenario), seed, (line) => {
    const record = reader.read(line);
    builder ??= reader.header && new TimelineBuilder(reader.header);
    if (record !== undefined) builder?.add(record);
  });
  return (builder as TimelineBuilder).timeline;
}

const SEEDS = Array.from({ length: 10 }, (_, i) => String(i + 1));
const SCENARIOS = [
  'first-connect',
  'takeover',
  'takeover-clean-start',
  'takeover-clean-session-1',
  'will-delay',
  'qos2-lost-pubrec',
];
const drawings = [
  ...[firstConnect, takeover, lostPubrec].map((story) => renderSvg(story().timeline)),
  ...SCENARIOS.flatMap((name) => SEEDS.map((seed) => renderSvg(timelineOf(name, seed)))),
];

describe('in a drawing', () => {
  test('no label stands on another', () => {
    for (const svg of drawings) {
      const labels = labelsIn(svg);
      expect(labels.length).toBeGreaterThan(10);
      const overlaps = labels.flatMap((a) =>
        labels
          .filter((b) => b !== a && pointsIn(b).some((point) => isIn(point, a)))
          .map((b) => [a.text, b.text]),
      );
      expect(overlaps).toEqual([]);
    }
  });

  test('hardly any arrow crosses what is said of sessions and wills, and none what is said of takeovers', () => {
    let told = 0;
    const crossed = drawings.flatMap((svg) => {
      const arrows = arrowsIn(svg);
      expect(arrows.length).toBeGreaterThan(3);
      const labels = labelsIn(svg).filter(({ text }) => /session|will|disconnected/.test(text));
      told += labels.length;
      const isCrossed = (label: Label) =>
        arrows.some((points) => points.some((point) => isIn(point, label)));
      return labels.filter(isCrossed).map(({ text }) => text);
    });
    expect(crossed.filter((text) => text.includes('taken over'))).toEqual([]);
    expect(crossed.length).toBeLessThan(told / 100);
  });

  test('most labels stand upright', () => {
    const labels = drawings.flatMap(labelsIn);
    const turned = labels.filter(({ isTurned }) => isTurned);
    expect(turned.length).toBeGreaterThan(0);
    expect(turned.length).toBeLessThan(labels.length / 10);
  });
});

describe('room for a label', () => {
  const at = (x: number) => ({ x, y: 100, anchor: 'start' as const });
  const room = () => new Room({ left: 0, right: 1_000 });
  const placed = (from: Room, ...xs: number[]) => from.place('label', false, xs.map(at)).x;

  test('is at the best spot, where nothing is in the way', () => {
    expect(placed(room(), 100, 200)).toBe(100);
  });

  test('is where no arrow goes', () => {
    const crossed = room();
    crossed.addArrow({ fromX: 90, fromY: 80, toX: 150, toY: 120 });
    expect(placed(crossed, 100, 200)).toBe(200);
    expect(placed(crossed, 100)).toBe(100);
  });

  test('is where no other label is, or is going to be', () => {
    const taken = room();
    expect(placed(taken, 100)).toBe(100);
    taken.addWish('label', false, [at(200)]);
    expect(placed(taken, 100, 200, 300)).toBe(300);
    // It was its own wish.
    expect(placed(taken, 200, 400)).toBe(200);
  });

  test('is rather on a lifeline than on an arrow, and rather there than on a label', () => {
    const full = room();
    full.addLifeline(310, 0, 200);
    full.addArrow({ fromX: 190, fromY: 80, toX: 250, toY: 120 });
    expect(placed(full, 100)).toBe(100);
    expect(placed(full, 100, 200, 300)).toBe(300);
    expect(placed(full, 100, 200)).toBe(200);
  });

  test('is within the drawing, and knows its ground', () => {
    const narrow = new Room({ left: 0, right: 220 });
    narrow.addArrow({ fromX: 90, fromY: 80, toX: 150, toY: 120 });
    narrow.addGround({ left: 0, right: 150, top: 0, bottom: 200 });
    expect(narrow.place('label', false, [at(100), at(210)])).toMatchObject({
      x: 100,
      isOnGround: true,
    });
    expect(narrow.place('label', false, [at(140)]).isOnGround).toBe(false);
  });
});
