// The charts as pictures. That they look well was judged by eye; that nothing in them is missing, out of place or out
// of date is checked here.
import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, setup } from 'xstate';
import { type ChartName, describeChart, machines } from '../../../machines/index.ts';
import { layouts } from '../../../sim/render/chart/layout/index.ts';
import type { Box, ChartLayout } from '../../../sim/render/chart/layout.ts';
import { hashOfPlan, layOut } from '../../../sim/render/chart/layout-elk.ts';
import { labelSize } from '../../../sim/render/chart/layout-sizes.ts';
import { chartSvg, drawn } from '../../../sim/render/chart/svg.ts';
import { planOf, statesOf } from '../../../sim/render/chart/svg-plan.ts';
import { THEMES } from '../../../sim/render/chart/svg-style.ts';
import { lampsMachine, teaMachine } from '../../engine/toys.ts';
import { codeFiles } from '../../support/source-tree.ts';

type LayoutBy = (asking: ReturnType<typeof layOut>) => Promise<ChartLayout>;
// The script has no types: what it is given and gives back is said here.
const script = '../../../scripts/layout.mjs';
const { layoutBy } = (await import(script)) as { layoutBy: LayoutBy };

const charts = Object.entries(machines) as unknown as (readonly [ChartName, AnyStateMachine])[];

describe.each(charts)('the picture of the %s chart', (name, machine) => {
  const plan = planOf(machine);
  const svg = chartSvg(name);
  const layout = layouts[name] as ChartLayout;

  test('is as it was', async () => {
    await expect(svg).toMatchFileSnapshot(`golden/${name}.svg`);
  });

  test('has a layout that is up to date with the chart; else `npm run drawings`', () => {
    expect(layout.plan, 'run `npm run drawings`').toBe(hashOfPlan(plan));
  });

  test('has the layout that ELK gives, time and again', async () => {
    const [once, again] = [await layoutBy(layOut(plan)), await layoutBy(layOut(plan))];
    expect(once).toEqual(again);
    expect(layout, 'run `npm run drawings`').toEqual(once);
  });

  test('shows each state once, and all its transitions', () => {
    const paths = statesOf(plan).map(({ path }) => path);
    expect([...svg.matchAll(/data-state="([^"]*)"/g)].map(([, path]) => path)).toEqual(paths);
    const told = [plan.root, ...statesOf(plan), ...plan.edges].flatMap(({ rows }) => rows);
    expect(new Set(told)).toEqual(new Set(describeChart(machine)));
    expect(svg.match(/class="edge/g)?.length ?? 0).toBe(plan.edges.length);
  });

  test('is well-formed', () => {
    expect(openElements(svg)).toEqual([]);
    expect(svg).not.toMatch(/NaN|undefined|\[object/);
  });

  test('says in words what it shows', () => {
    expect(svg).toContain('role="graphics-document"');
    expect(svg).toContain(`<title id="chart-${name}-title">The ${name} chart</title>`);
    const symbols = [...svg.matchAll(/<g [^>]*role="graphics-symbol"[^>]*>/g)];
    expect(symbols.length).toBe(statesOf(plan).length + plan.edges.length);
    for (const [symbol] of symbols) expect(symbol).toMatch(/aria-label="[^"]+"/);
  });
});

describe.each(charts)('in the layout of the %s chart', (name, machine) => {
  const plan = planOf(machine);
  const layout = layouts[name] as ChartLayout;
  const leaves = statesOf(plan).filter(({ states }) => states.length === 0);
  const boxOf = new Map(layout.states);
  const solid: (readonly [string, Box])[] = [
    ...leaves.filter(({ isRegion }) => !isRegion).map(({ path }) => boxOfLeaf(path)),
    ...layout.heads,
  ];
  function boxOfLeaf(path: string): readonly [string, Box] {
    return [path, boxOf.get(path) as Box];
  }

  test('boxes, labels and heads keep off each other', () => {
    const labels = layout.edges.map(([from, to, , label]) => [`${from} → ${to}`, label] as const);
    expect(overlaps([...solid, ...labels])).toEqual([]);
  });

  test('labels have the room that they need', () => {
    for (const { from, to, lines } of plan.edges) {
      const { width, height } = labelSize(lines);
      const found = layout.edges.find((edge) => edge[0] === from && edge[1] === to);
      expect(found?.[3].slice(2)).toEqual([width, height]);
    }
  });

  test('no line goes through a box or what is written', () => {
    const struck = layout.edges.flatMap(([from, to, route]) =>
      solid
        .filter(([, box]) => crosses(route, shrunk(box)))
        .map(([path]) => `${from} → ${to} through ${path}`),
    );
    expect(struck).toEqual([]);
  });

  test('states stand within the state that has them, and all within the picture', () => {
    const [width, height] = layout.size;
    for (const [path, box] of layout.states) {
      const around = boxOf.get(path.slice(0, path.lastIndexOf('.'))) ?? [0, 0, width, height];
      expect(contains(around, box), path).toBe(true);
    }
    for (const [from, to, , label] of layout.edges) {
      expect(contains([0, 0, width, height], label), `${from} → ${to}`).toBe(true);
    }
  });
});

describe('active states', () => {
  const configuration = 'connected.traffic.open & connected.keepAlive.listening';

  test('are set off by a class alone, and the states around them too', () => {
    const [plain, active] = [
      chartSvg('connection'),
      chartSvg('connection', { active: [configuration] }),
    ];
    expect(active).toMatch(/class="state active"[^>]*data-state="connected.traffic.open"/);
    expect(active).toMatch(/class="state active"[^>]*data-state="connected.keepAlive.listening"/);
    expect(active).toMatch(/class="state group within"[^>]*data-state="connected"/);
    const without = active
      .replace(/ (active|within)(?=["\s])/g, '')
      .replace(/, active(?=, \d)/g, '')
      .replaceAll(' aria-current="true"', '')
      .replace(/ Active: [^<]*/, '');
    expect(without).toBe(plain);
  });

  test('are told to those who do not see them', () => {
    const svg = chartSvg('session', { active: ['online'] });
    expect(svg).toContain(
      'aria-label="online, active, 3 outgoing transitions" aria-current="true"',
    );
    expect(svg).toContain('Active: online.');
    expect(chartSvg('session')).not.toContain('aria-current');
  });

  test('have to be states of the chart', () => {
    expect(() => chartSvg('session', { active: ['asleep'] })).toThrow(
      "the chart session has no state 'asleep'",
    );
  });
});

test('a theme is the reader’s, or one of two', () => {
  const [auto, light, dark] = THEMES.map((theme) => chartSvg('will', { theme }));
  expect(auto).toContain('@media (prefers-color-scheme:dark){.lifeline-chart.theme-auto{');
  for (const fixed of [light, dark]) expect(fixed).not.toContain('prefers-color-scheme');
  expect(light).not.toBe(dark);
});

test('a title is written as text', () => {
  expect(chartSvg('will', { title: '<&">' })).toContain('>&lt;&amp;&quot;&gt;</title>');
});

test('rules of style reach no further than the picture', () => {
  const [, style] = /<style>\n([\s\S]*?)<\/style>/.exec(chartSvg('will')) as RegExpExecArray;
  const selectors = [...(style as string).matchAll(/(?:^|[{}]|\n)([^{}@\n]+)\{/g)]
    .flatMap(([, list]) => (list as string).split(','))
    .filter((selector) => !selector.startsWith('.lifeline-chart'));
  expect(selectors).toEqual([]);
});

test.each([
  ['tea', teaMachine],
  ['lamps', lampsMachine],
] as const)('the toy %s, of what charts may have, can be drawn', async (_, machine) => {
  const plan = planOf(machine);
  const svg = drawn(plan, await layoutBy(layOut(plan)), {});
  expect(svg.match(/data-state=/g)?.length).toBe(statesOf(plan).length);
});

test('a layout is out of date when a state, an event or a guard has another name', () => {
  const hashes = [
    ['on', 'press', 'isFull'],
    ['lit', 'press', 'isFull'],
    ['on', 'push', 'isFull'],
    ['on', 'press', 'isEmpty'],
  ].map(([state = '', event = '', guard = '']) => {
    const machine = setup({ guards: { isFull: () => true, isEmpty: () => true } }).createMachine({
      id: 'odd',
      initial: 'off',
      states: {
        off: { on: { [event]: { guard: guard as 'isFull', target: state } } },
        [state]: {},
      },
    });
    return hashOfPlan(planOf(machine));
  });
  expect(new Set(hashes).size).toBe(hashes.length);
});

test('what runs does not need ELK', () => {
  const users = codeFiles.filter(
    ({ path, text }) => !path.startsWith('test/') && /['"]elkjs/.test(text),
  );
  expect(users).toEqual([]);
});

/** Names of elements that are not closed, or closed out of turn. */
function openElements(svg: string): readonly string[] {
  const open: string[] = [];
  for (const [, slash, name, end] of svg.matchAll(/<(\/?)(\w+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (slash === '/' && open.at(-1) === name) open.pop();
    else if (slash === '/') return [`</${name}>`];
    else if (end !== '/') open.push(name as string);
  }
  return open;
}

function overlaps(boxes: readonly (readonly [string, Box])[]): readonly string[] {
  return boxes.flatMap(([name, box], i) =>
    boxes
      .slice(i + 1)
      .filter(([, other]) => meets(box, other))
      .map(([other]) => `${name} and ${other}`),
  );
}

function meets([x, y, width, height]: Box, [ox, oy, oWidth, oHeight]: Box): boolean {
  return x < ox + oWidth && ox < x + width && y < oy + oHeight && oy < y + height;
}

function contains([x, y, width, height]: Box, [ix, iy, iWidth, iHeight]: Box): boolean {
  return x <= ix && y <= iy && ix + iWidth <= x + width && iy + iHeight <= y + height;
}

/** Lines begin and end at borders, and coordinates are rounded. */
function shrunk([x, y, width, height]: Box): Box {
  return [x + 2, y + 2, width - 4, height - 4];
}

function crosses(route: readonly number[], box: Box): boolean {
  for (let i = 0; i + 3 < route.length; i += 2) {
    const [x, y, toX, toY] = route.slice(i, i + 4) as [number, number, number, number];
    const line: Box = [Math.min(x, toX), Math.min(y, toY), Math.abs(toX - x), Math.abs(toY - y)];
    if (meets(line, box)) return true;
  }
  return false;
}
