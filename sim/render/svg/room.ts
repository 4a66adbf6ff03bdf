/**
 * Where there is room for a label. Each has a few spots, the best first; it gets the one where it crosses least: other
 * labels above all, then arrows, then the lifelines. What is drawn is the same whenever it is drawn.
 */

/** From the upper end to the lower one. */
export interface Line {
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
}

export interface Spot {
  readonly x: number;
  /** Of the base line. */
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  /** Of what is written along a line, in radians. */
  readonly angle?: number;
}

/** The room that a text takes: from its anchor so far back and so far on, in the direction of its angle. */
interface Label {
  readonly x: number;
  readonly y: number;
  readonly cos: number;
  readonly sin: number;
  readonly start: number;
  readonly end: number;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Placed extends Spot {
  /** It stands on a ground that is not the paper. */
  readonly isOnGround: boolean;
}

/** Wide enough for the fonts that a reader may have. */
const CHARACTER_WIDTH = 6.7;
const BOLD_CHARACTER_WIDTH = 7.2;
const ASCENT = 10;
const DESCENT = 3;

/** A label is told from its neighbours by so much. */
const MARGIN = 3;

/**
 * How bad it is: to stand on another label, where another would like to, on an arrow, on a lifeline, or one spot away
 * from the best.
 */
const COSTS = { label: 24, wish: 12, arrow: 8, lifeline: 2, away: 1 };

/** Things are looked up by bands of so many pixels. */
const BAND = 64;

class Shelf<Thing> {
  readonly #bands = new Map<number, Set<Thing>>();

  add(thing: Thing, top: number, bottom: number): void {
    for (let band = Math.floor(top / BAND); band <= Math.floor(bottom / BAND); band++) {
      const things = this.#bands.get(band) ?? new Set<Thing>();
      this.#bands.set(band, things.add(thing));
    }
  }

  near({ top, bottom }: Box): Set<Thing> {
    const found = new Set<Thing>();
    for (let band = Math.floor(top / BAND); band <= Math.floor(bottom / BAND); band++) {
      for (const thing of this.#bands.get(band) ?? []) found.add(thing);
    }
    return found;
  }
}

export class Room {
  readonly #arrows = new Shelf<Line>();
  readonly #lifelines = new Shelf<Line>();
  readonly #grounds = new Shelf<Box>();
  readonly #labels = new Shelf<Label>();
  readonly #wishes = new Shelf<Label>();
  readonly #left: number;
  readonly #right: number;

  constructor({ left, right }: Pick<Box, 'left' | 'right'>) {
    this.#left = left;
    this.#right = right;
  }

  addArrow(line: Line): void {
    this.#arrows.add(line, line.fromY, line.toY);
  }

  addLifeline(x: number, fromY: number, toY: number): void {
    this.#lifelines.add({ fromX: x, fromY, toX: x, toY }, fromY, toY);
  }

  addGround(box: Box): void {
    this.#grounds.add(box, box.top, box.bottom);
  }

  /** Where a label is going to stand, if it can. */
  addWish(text: string, isBold: boolean, [best]: readonly Spot[]): void {
    if (best === undefined) return;
    const label = boxOf(text, isBold, best);
    const { top, bottom } = boundsOf(label);
    this.#wishes.add(label, top, bottom);
  }

  /** @param spots of which there is at least one */
  place(text: string, isBold: boolean, spots: readonly Spot[]): Placed {
    let best: { spot: Spot; label: Label; bounds: Box; cost: number } | undefined;
    for (const [away, spot] of spots.entries()) {
      const label = boxOf(text, isBold, spot);
      const bounds = boundsOf(label);
      if (away > 0 && (bounds.left < this.#left || bounds.right > this.#right)) continue;
      const cost = away * COSTS.away + this.#cost(label, bounds, spots[0] as Spot);
      if (best === undefined || cost < best.cost) best = { spot, label, bounds, cost };
    }
    if (best === undefined) throw new Error(`no spot for the label '${text}'`);
    const { spot, label, bounds } = best;
    this.#labels.add(label, bounds.top, bounds.bottom);
    const isOnGround = [...this.#grounds.near(bounds)].some((ground) => isWithin(bounds, ground));
    return { ...spot, isOnGround };
  }

  /** @param own where it would stand best: that is in nobody's way but its own */
  #cost(label: Label, bounds: Box, own: Spot): number {
    const count = <Thing>(things: Iterable<Thing>, isHit: (thing: Thing) => boolean) =>
      [...things].filter(isHit).length;
    return (
      COSTS.label * count(this.#labels.near(bounds), (other) => overlap(other, label)) +
      COSTS.wish *
        count(this.#wishes.near(bounds), (wish) => !isAt(wish, own) && overlap(wish, label)) +
      COSTS.arrow * count(this.#arrows.near(bounds), (arrow) => crosses(arrow, label)) +
      COSTS.lifeline * count(this.#lifelines.near(bounds), (line) => crosses(line, label))
    );
  }
}

function isAt({ x, y }: Label, spot: Spot): boolean {
  return x === spot.x && y === spot.y;
}

function boxOf(text: string, isBold: boolean, { x, y, anchor, angle = 0 }: Spot): Label {
  const width = text.length * (isBold ? BOLD_CHARACTER_WIDTH : CHARACTER_WIDTH);
  const start = anchor === 'end' ? -width : anchor === 'middle' ? -width / 2 : 0;
  return { x, y, cos: Math.cos(angle), sin: Math.sin(angle), start, end: start + width };
}

/** What stands upright around it. */
function boundsOf(label: Label): Box {
  const corners = cornersOf(label);
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  return { left, right, top: Math.min(...ys), bottom: Math.max(...ys) };
}

type Point = readonly [x: number, y: number];

function cornersOf({ x, y, cos, sin, start, end }: Label): readonly Point[] {
  const inside: readonly Point[] = [
    [start, -ASCENT],
    [end, -ASCENT],
    [end, DESCENT],
    [start, DESCENT],
  ];
  return inside.map(([along, below]) => [
    x + along * cos - below * sin,
    y + along * sin + below * cos,
  ]);
}

/** Two boxes are apart when they are so as seen along a side of either. */
function overlap(a: Label, b: Label): boolean {
  const [ofA, ofB] = [cornersOf(a), cornersOf(b)];
  const axes = [a, b].flatMap(({ cos, sin }) => [
    [cos, sin],
    [-sin, cos],
  ]) as readonly Point[];
  return axes.every(([axisX, axisY], side) => {
    const seen = (corners: readonly Point[]) => corners.map(([x, y]) => x * axisX + y * axisY);
    const [seenA, seenB] = [seen(ofA), seen(ofB)];
    const margin = side % 2 === 0 ? MARGIN : 0;
    return (
      Math.min(...seenA) - margin < Math.max(...seenB) &&
      Math.min(...seenB) - margin < Math.max(...seenA)
    );
  });
}

function isWithin({ left, right, top, bottom }: Box, ground: Box): boolean {
  return (
    ground.left <= left && right <= ground.right && ground.top <= top && bottom <= ground.bottom
  );
}

/** Whether some of the line is in the label, which is looked at as if it stood upright at zero. */
function crosses(line: Line, { x, y, cos, sin, start, end }: Label): boolean {
  const turned = (atX: number, atY: number): Point => [
    (atX - x) * cos + (atY - y) * sin,
    (atY - y) * cos - (atX - x) * sin,
  ];
  const [fromX, fromY] = turned(line.fromX, line.fromY);
  const [toX, toY] = turned(line.toX, line.toY);
  const along = share(fromX, toX, start, end);
  const down = share(fromY, toY, -ASCENT, DESCENT);
  return Math.max(along[0], down[0]) < Math.min(along[1], down[1]);
}

/** Which share of a way is between two bounds: from where to where, 0 to 1. */
function share(from: number, to: number, least: number, most: number): Point {
  if (from === to) return least <= from && from <= most ? [0, 1] : [1, 0];
  const [a, b] = [(least - from) / (to - from), (most - from) / (to - from)];
  return [Math.max(0, Math.min(a, b)), Math.min(1, Math.max(a, b))];
}
