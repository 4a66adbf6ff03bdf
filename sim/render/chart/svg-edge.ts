/** The line of an edge: through its bends with round corners, around its label, to the tip of its arrow. */
import type { Box, Route } from './layout.ts';

type Point = readonly [x: number, y: number];

const CORNER = 7;
const ARROW_LENGTH = 8;
const ARROW_HALF = 3.5;

/** As the data of paths. */
export interface DrawnRoute {
  readonly line: string;
  readonly head: string;
}

export function drawnRoute(route: Route, label?: Box): DrawnRoute {
  const points = pointsOf(route);
  const tip = points.at(-1) as Point;
  const before = points.at(-2) as Point;
  const along = direction(before, tip);
  const end: Point = [
    tip[0] - along[0] * (ARROW_LENGTH - 1),
    tip[1] - along[1] * (ARROW_LENGTH - 1),
  ];
  const shortened = [...points.slice(0, -1), end];
  const pieces = label === undefined ? [shortened] : around(shortened, label);
  return { line: pieces.map(rounded).join(''), head: arrow(tip, along) };
}

function pointsOf(route: Route): readonly Point[] {
  const points: Point[] = [];
  for (let i = 0; i < route.length; i += 2) {
    points.push([route[i] as number, route[i + 1] as number]);
  }
  return points;
}

/** Of a line along one of the axes: one of the two is 0, the other 1 or -1. */
function direction(from: Point, to: Point): Point {
  return [Math.sign(to[0] - from[0]), Math.sign(to[1] - from[1])];
}

function arrow([x, y]: Point, [dx, dy]: Point): string {
  const [baseX, baseY] = [x - dx * ARROW_LENGTH, y - dy * ARROW_LENGTH];
  const [sideX, sideY] = [dy * ARROW_HALF, dx * ARROW_HALF];
  return `M${x} ${y}L${baseX + sideX} ${baseY + sideY}L${baseX - sideX} ${baseY - sideY}Z`;
}

function rounded(points: readonly Point[]): string {
  const parts = [`M${points[0]?.join(' ')}`];
  for (const [i, corner] of points.entries()) {
    const [before, after] = [points[i - 1], points[i + 1]];
    if (before === undefined) continue;
    if (after === undefined) {
      parts.push(`L${corner.join(' ')}`);
      continue;
    }
    const radius = Math.min(CORNER, distance(before, corner) / 2, distance(corner, after) / 2);
    const [x, y] = corner;
    const [inX, inY] = direction(before, corner);
    const [outX, outY] = direction(corner, after);
    parts.push(`L${x - inX * radius} ${y - inY * radius}`);
    parts.push(`Q${x} ${y} ${x + outX * radius} ${y + outY * radius}`);
  }
  return parts.join('');
}

function distance(a: Point, b: Point): number {
  return Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]);
}

/** The line with a gap where its label stands, so that no background has to be painted over it. */
function around(points: readonly Point[], label: Box): readonly (readonly Point[])[] {
  const before: Point[] = [points[0] as Point];
  let after: Point[] = [];
  for (let i = 1; i < points.length; i += 1) {
    const [from, to] = [points[i - 1] as Point, points[i] as Point];
    const gap = crossing(from, to, label);
    if (gap !== undefined && after.length === 0) {
      before.push(gap[0]);
      after = [gap[1], to];
    } else if (gap !== undefined) {
      after = [gap[1], to];
    } else {
      (after.length === 0 ? before : after).push(to);
    }
  }
  return after.length === 0 ? [before] : [before, after];
}

/** Where a line goes into a box and where it comes out. */
function crossing(from: Point, to: Point, box: Box): readonly [Point, Point] | undefined {
  const low: Point = [box[0], box[1]];
  const high: Point = [box[0] + box[2], box[1] + box[3]];
  const isOutside = ([0, 1] as const).some(
    (axis) =>
      Math.max(from[axis], to[axis]) < low[axis] || Math.min(from[axis], to[axis]) > high[axis],
  );
  if (isOutside) return undefined;
  const into = (point: Point): Point => [
    Math.min(Math.max(point[0], low[0]), high[0]),
    Math.min(Math.max(point[1], low[1]), high[1]),
  ];
  return [into(from), into(to)];
}
