/** What the ladder draws, call by call, on a context that only takes notes. */
import { describe, expect, test } from 'vitest';
import { scenarioNamed } from '../../sim/scenarios/index.ts';
import { simulate } from '../../sim/simulate.ts';
import { FLAG } from '../../viz/ladder/columns.ts';
import { drawCursor, drawLater } from '../../viz/ladder/cursor.ts';
import { drawAxis } from '../../viz/ladder/draw-axis.ts';
import { arrowOf, drawEvents, markX } from '../../viz/ladder/draw-events.ts';
import { drawSessions, drawSpans, visibleIn } from '../../viz/ladder/draw-ground.ts';
import { drawHeads, headHeight } from '../../viz/ladder/draw-heads.ts';
import { drawLanes } from '../../viz/ladder/draw-lanes.ts';
import { drawWords } from '../../viz/ladder/draw-words.ts';
import { eventAt } from '../../viz/ladder/hit.ts';
import { lanesOf } from '../../viz/ladder/lanes.ts';
import { rowsOf } from '../../viz/ladder/rows.ts';
import { type Scene, yAt } from '../../viz/ladder/scene.ts';
import type { LadderTheme } from '../../viz/ladder/theme.ts';
import { ReadTrace } from '../../viz/worker/read-trace.ts';

const NAMES = 'paper ink quiet faint session edge accent tint takeover bad will'.split(' ');
/** Each colour is its own name, so that the notes can be read. */
const theme = {
  ...Object.fromEntries(NAMES.map((name) => [name, name])),
  font: 'sans-serif',
} as unknown as LadderTheme;

const CHARACTER = 6.5;
const SIZE = { width: 720, height: 1_900 };
const GUTTER = 92;

/** A context for which words have a width, and whose calls are lines of text. */
function notes(): { readonly context: CanvasRenderingContext2D; readonly lines: string[] } {
  const lines: string[] = [];
  const state: Record<string, unknown> = {};
  let path: string[] = [];
  const short = (value: unknown) =>
    typeof value === 'number' ? String(Math.round(value * 10) / 10) : `${value}`;
  const calls: Record<string, (...args: unknown[]) => unknown> = {
    beginPath: () => {
      path = [];
    },
    measureText: (text) => ({ width: `${text}`.length * CHARACTER }),
    stroke: () => lines.push(`stroke ${state['strokeStyle']} ${path.join(' ')}`),
    fill: () => lines.push(`fill ${state['fillStyle']} ${path.join(' ')}`),
    fillText: (text, x, y) =>
      lines.push(
        `words ${state['fillStyle']} ${state['textAlign']} ${short(x)},${short(y)} ${text}`,
      ),
    fillRect: (...box) => lines.push(`rect ${state['fillStyle']} ${box.map(short).join(',')}`),
  };
  const drawn = new Set(['moveTo', 'lineTo', 'arc', 'roundRect', 'rect', 'closePath']);
  const context = new Proxy(state, {
    get: (_, name: string) => {
      if (name in state) return state[name];
      if (drawn.has(name)) {
        return (...args: unknown[]) =>
          path.push(`${name[0]}${args.slice(0, 4).map(short).join(',')}`);
      }
      return calls[name] ?? (() => undefined);
    },
  });
  return { context: context as unknown as CanvasRenderingContext2D, lines };
}

function sceneOf(name: string, cursor: number, rowHeight = 24): Scene {
  const lines: string[] = [];
  simulate(scenarioNamed(name), '1', (line) => lines.push(line));
  const trace = new ReadTrace(lines);
  const columns = trace.columns();
  const words = trace.words(0, columns.count);
  const rows = rowsOf(columns);
  const lanes = lanesOf(columns, rows, { left: GUTTER, right: SIZE.width - 8 });
  return {
    columns,
    rows,
    lanes,
    theme,
    view: { top: 0, rowHeight },
    ...SIZE,
    head: headHeight(lanes.areNamesUpright),
    gutter: GUTTER,
    words: (event) => words[event],
    cursor,
    hovered: -1,
  };
}

const PARTS = {
  sessions: (context: CanvasRenderingContext2D, scene: Scene) => drawSessions(context, scene, null),
  cursor: drawCursor,
  axis: (context: CanvasRenderingContext2D, scene: Scene) =>
    drawAxis(context, scene, visibleIn(scene)),
  lanes: drawLanes,
  spans: drawSpans,
  events: (context: CanvasRenderingContext2D, scene: Scene) =>
    drawEvents(context, scene, visibleIn(scene)),
  words: (context: CanvasRenderingContext2D, scene: Scene) =>
    drawWords(context, scene, visibleIn(scene)),
  later: drawLater,
  heads: drawHeads,
};

function drawn(scene: Scene): string {
  return Object.entries(PARTS)
    .map(([name, draw]) => {
      const { context, lines } = notes();
      draw(context, scene);
      return `# ${name}\n${lines.join('\n')}\n`;
    })
    .join('\n');
}

test('the takeover, as it is drawn', async () => {
  await expect(drawn(sceneOf('takeover', 41))).toMatchFileSnapshot('golden/ladder-takeover.txt');
});

test('the takeover as a whole: no words, marks as dots', async () => {
  const text = drawn(sceneOf('takeover', 41, 2));
  await expect(text).toMatchFileSnapshot('golden/ladder-takeover-far.txt');
});

test('a record without a row is a line, and goes through no words', () => {
  const one = sceneOf('takeover', 1);
  const { columns, rows } = one;
  let without = 0;
  for (let cursor = 1; cursor <= 65; cursor++) {
    const scene = { ...one, cursor };
    if (rows.shown.some((event) => columns.n[event] === cursor)) continue;
    without++;
    const own = notes();
    drawCursor(own.context, scene);
    expect(own.lines).toHaveLength(1);
    const [, y = Number.NaN] = /^rect accent 0,([\d.]+),720,2$/.exec(own.lines[0] ?? '') ?? [];
    expect(y).not.toBeNaN();
    const words = notes();
    drawWords(words.context, scene, visibleIn(scene));
    for (const line of words.lines) {
      const [, base] = /^words .*?,([\d.]+) /.exec(line) ?? [];
      // So high is what has been written, from its baseline.
      const isThrough = Number(y) + 2 > Number(base) - 7 && Number(y) < Number(base);
      expect(isThrough, `${cursor}: ${line}`).toBe(false);
    }
  }
  expect(without).toBeGreaterThan(10);
});

describe('under the pointer', () => {
  const scene = sceneOf('storm', 1);

  test('is the event that begins there, or one that is as near', () => {
    let found = 0;
    for (const event of scene.rows.shown) {
      const arrow = arrowOf(scene, event);
      const [x, y] = arrow ? [arrow.fromX, arrow.fromY] : [markX(scene, event), yAt(scene, event)];
      if (y > SIZE.height) break;
      const isEnd = ((scene.columns.flags[event] as number) & FLAG.arrival) !== 0;
      if (isEnd) continue;
      const hit = eventAt(scene, x, y);
      if (hit === event) found++;
      else expect(Math.abs(yAt(scene, hit) - y), `${event}, not ${hit}`).toBeLessThan(2);
    }
    expect(found).toBeGreaterThan(40);
  });

  test('is nothing above the rows, and nothing in a fold', () => {
    expect(eventAt(scene, 300, 10)).toBe(-1);
    const [fold] = scene.rows.folds;
    const y = scene.head + (fold?.at ?? 0) * scene.view.rowHeight;
    expect(eventAt(scene, 300, y)).toBe(-1);
  });
});
