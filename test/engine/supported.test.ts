import { describe, expect, test } from 'vitest';
import {
  type AnyStateMachine,
  assign,
  cancel,
  createMachine,
  emit,
  enqueueActions,
  fromPromise,
  log,
  not,
  raise,
  sendParent,
  sendTo,
  spawnChild,
} from 'xstate';
import { ChartError } from '../../machines/engine/chart.ts';
import { compile } from '../../machines/engine/compile.ts';
import { interpret } from '../../machines/engine/interpret.ts';

const implementations = {
  guards: { isTrue: () => true, isAliased: not('isTrue') },
  delays: { soon: 1 },
  actors: { child: fromPromise(async () => 1) },
  actions: {
    beep: () => {},
    count: assign({ n: 1 }),
    raised: raise({ type: 'on' }),
    cancelled: cancel('on'),
    sent: sendTo('child', { type: 'on' }),
    sentUp: sendParent({ type: 'on' }),
    spawned: spawnChild('child'),
    queued: enqueueActions(() => {}),
    emitted: emit({ type: 'on' }),
    logged: log('on'),
  },
};

/** A chart whose state `room.lit` is the given one. The types would refuse most of these, so they are left out. */
function chartWith(lit: object, root: object = {}): AnyStateMachine {
  const config = {
    id: 'house',
    context: ({ input }: { input: object }) => input,
    initial: 'room',
    states: { room: { initial: 'lit', states: { lit, dark: {} } } },
    ...root,
  };
  return createMachine(config as never, implementations as never) as AnyStateMachine;
}

const refused: readonly (readonly [what: string, lit: object, message: string])[] = [
  ['invoke', { invoke: { src: 'child' } }, 'uses invoke'],
  ['onDone', { initial: 'a', states: { a: { type: 'final' } }, onDone: {} }, 'uses onDone'],
  ['output', { type: 'final', output: 1 }, 'uses output'],
  ['a history state', { initial: 'a', states: { a: {}, h: { type: 'history' } } }, 'history'],
  ['a wildcard event', { on: { '*': {} } }, "wildcard event '*'"],
  ['a partial wildcard event', { on: { 'on.*': {} } }, "wildcard event 'on.*'"],
  ['an event of XState', { on: { 'xstate.stop': {} } }, 'reserved by XState'],
  ['an inline guard', { on: { off: { guard: () => true } } }, 'guard that is inline'],
  ['an inline guard within not', { always: { guard: not(() => true) } }, 'guard that is inline'],
  ['guard params', { on: { off: { guard: { type: 'isTrue', params: {} } } } }, 'has params'],
  ['an unknown guard', { on: { off: { guard: 'isNew' } } }, "guard 'isNew', which is not implem"],
  [
    'a combinator under a name',
    { on: { off: { guard: 'isAliased' } } },
    "'isAliased', which is not",
  ],
  ['an inline action', { on: { off: { actions: () => {} } } }, 'action that is inline'],
  ['an inline entry action', { entry: [() => {}] }, 'action that is inline'],
  ['an inline assign on exit', { exit: assign({}) }, 'action that is inline'],
  ['action params', { entry: { type: 'beep', params: { at: 1 } } }, 'has params'],
  ['dynamic params', { entry: { type: 'beep', params: () => ({}) } }, 'has params'],
  ['an unknown action', { after: { soon: { actions: 'boo' } } }, "'boo', which is not implemented"],
  ['raise', { entry: 'raised' }, "'raised', which is xstate.raise"],
  ['cancel', { entry: 'cancelled' }, "'cancelled', which is xstate.cancel"],
  ['sendTo', { entry: 'sent' }, "'sent', which is xstate.sendTo"],
  ['sendParent', { entry: 'sentUp' }, "'sentUp', which is xstate.sendTo"],
  ['spawnChild', { entry: 'spawned' }, "'spawned', which is xstate.spawnChild"],
  ['enqueueActions', { entry: 'queued' }, "'queued', which is xstate.enqueueActions"],
  ['emit', { entry: 'emitted' }, "'emitted', which is xstate.emit"],
  ['log', { entry: 'logged' }, "'logged', which is xstate.log"],
  ['a delay without a name', { after: { 100: 'dark' } }, 'delay without a name: 100'],
  ['an unknown delay', { after: { later: 'dark' } }, "delay 'later', which is not implemented"],
];

describe.each([
  { engine: 'compile', make: compile },
  { engine: 'interpret', make: interpret },
])('$engine', ({ make }) => {
  test.each(refused)('refuses %s and names the state', (_what, lit, message) => {
    const attempt = () => make(chartWith(lit));
    expect(attempt).toThrow(ChartError);
    expect(attempt).toThrow(/^house: state room\.lit/);
    expect(attempt).toThrow(message);
  });

  test('refuses a delay that two states use', () => {
    const machine = chartWith({ after: { soon: 'dark' } }, { after: { soon: '.room' } });
    expect(() => make(machine)).toThrow(
      "house: state room.lit uses delay 'soon', which belongs to state house already",
    );
  });

  test('refuses a context that is not the input', () => {
    const message = 'house: context must be ({ input }) => input';
    expect(() => make(chartWith({}, { context: { n: 1 } }))).toThrow(message);
    expect(() => make(chartWith({}, { context: () => ({}) }))).toThrow(message);
  });
});

test('a chart that never comes to rest does not compile', () => {
  const machine = chartWith({ always: 'dark' }, {});
  expect(() => compile(machine)).not.toThrow();
  const circling = chartWith({
    initial: 'a',
    states: { a: { on: { off: 'b' } }, b: { always: 'c' }, c: { always: 'b' } },
  });
  expect(() => compile(circling)).toThrow(/^house: 'off' in room\.lit\.a: Infinite loop detected/);
});
