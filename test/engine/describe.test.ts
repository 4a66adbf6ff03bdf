import { expect, test } from 'vitest';
import { setup } from 'xstate';
import { describeChart, type TransitionRow } from '../../machines/engine/describe.ts';
import { lampsMachine, teaMachine } from './toys.ts';

function of(machine: Parameters<typeof describeChart>[0], state: string): readonly TransitionRow[] {
  return describeChart(machine).filter((row) => row.state === state);
}

test('a state has its own transitions first, then those of the states around it', () => {
  expect(
    of(teaMachine, 'on.resting').map(({ event, declaredIn, kind }) => [event, declaredIn, kind]),
  ).toEqual([
    ['press', 'on.resting', 'handled'],
    ['stop', 'on.resting', 'ignored'],
    ['knock', 'on', 'handled'],
    ['fill', 'on', 'handled'],
    ['fill', 'on', 'handled'],
    ['descale', 'on', 'ignored'],
    ['idling', 'on', 'timer'],
    ['idling', 'on', 'timer'],
  ]);
});

test('a row says guard, targets, actions and whether the state is entered again', () => {
  const rows = of(teaMachine, 'on.brewing');
  expect(rows.find(({ event }) => event === 'fill')).toEqual({
    state: 'on.brewing',
    declaredIn: 'on',
    event: 'fill',
    guard: 'isOverfull',
    targets: [],
    reenter: false,
    actions: ['spill'],
    clauses: [],
    kind: 'handled',
  });
  expect(rows.find(({ event }) => event === 'knock')).toMatchObject({
    targets: ['on.brewing'],
    reenter: true,
  });
  expect(rows.find(({ event }) => event === 'brewing')).toMatchObject({
    targets: ['on.cooling'],
    actions: ['serve'],
    kind: 'timer',
  });
});

test('guards and always are told in words', () => {
  expect(of(lampsMachine, 'lit.left.dim').find(({ kind }) => kind === 'always')).toMatchObject({
    event: '',
    guard: '(isBright and isNamedBoth)',
  });
  expect(of(lampsMachine, 'lit.right.dim').find(({ event }) => event === 'right')?.guard).toBe(
    'not isEven',
  );
  expect(of(lampsMachine, 'lit.right.bright').find(({ event }) => event === 'right')?.guard).toBe(
    'in lit.left.bright',
  );
});

test('the end of a chart has no rows, the end of a region has those around it', () => {
  expect(of(teaMachine, 'off')).toEqual([]);
  expect(of(lampsMachine, 'lit.left.burnt').map(({ event }) => event)).toContain('out');
});

test('clauses come from the transition', () => {
  const machine = setup({
    types: {
      context: {} as object,
      events: {} as { type: 'PINGREQ' },
      meta: {} as { clauses: readonly string[] },
    },
  }).createMachine({
    id: 'pinged',
    initial: 'open',
    states: { open: { on: { PINGREQ: { meta: { clauses: ['v5 MQTT-3.12.4-1'] } } } } },
  });
  expect(describeChart(machine)).toMatchObject([
    { state: 'open', event: 'PINGREQ', clauses: ['v5 MQTT-3.12.4-1'], kind: 'ignored' },
  ]);
});
