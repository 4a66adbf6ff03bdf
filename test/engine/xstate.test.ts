import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AnyStateMachine,
  assign,
  type ExecutableActionObject,
  initialTransition,
  setup,
  transition,
} from 'xstate';
import type { ChartEvent } from '../../machines/engine/chart.ts';
import { compile } from '../../machines/engine/compile.ts';
import { interpret } from '../../machines/engine/interpret.ts';
import {
  lampEvents,
  lampsMachine,
  passageEvents,
  passageMachine,
  teaEvents,
  teaMachine,
} from './toys.ts';

/*
 * The two engines share their ways of naming and merging. This compares the interpreted one with what XState's own pure
 * functions say, keeping XState's own snapshot from step to step, and sharing nothing.
 */

const toys = [
  { machine: teaMachine, context: { water: 2, cups: 0, seconds: 1 }, events: teaEvents },
  { machine: lampsMachine, context: { left: 0, right: 0, log: [] }, events: lampEvents },
  { machine: passageMachine, context: { n: 0, seen: '' }, events: passageEvents },
];

describe.each(toys)('$machine.id', ({ machine, context, events }) => {
  test('is interpreted as XState itself takes the steps', () => {
    const chart = interpret(machine as AnyStateMachine);
    fc.assert(
      fc.property(
        fc.array(events as fc.Arbitrary<ChartEvent>, { maxLength: 30, size: 'max' }),
        (sequence) => {
          let ours = chart.start(context);
          let [theirs, actions] = initialTransition(machine as AnyStateMachine, context);
          for (const event of sequence) {
            expect(theirs.value).toEqual(ours.snapshot.state.value);
            expect(inKeyOrder(theirs.context)).toEqual(inKeyOrder(ours.snapshot.context));
            expect(names(actions)).toEqual(
              ours.effects.flatMap((effect) => (effect.kind === 'action' ? effect.name : [])),
            );
            if (!chart.handles(ours.snapshot, event.type)) continue;
            ours = chart.step(ours.snapshot, event);
            [theirs, actions] = transition(machine as AnyStateMachine, theirs, event);
          }
        },
      ),
    );
  });
});

function names(actions: readonly ExecutableActionObject[]): readonly string[] {
  return actions.map(({ type }) => type).filter((type) => !type.startsWith('xstate.'));
}

function inKeyOrder(context: object): object {
  return Object.fromEntries(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const racersMachine = setup({
  types: {
    context: {} as { off: boolean },
    events: {} as RaceEvent,
    input: {} as { off: boolean },
  },
  guards: { isOff: ({ context }) => context.off },
  actions: { start: assign({ off: true }), runLeft: () => {}, runRight: () => {} },
}).createMachine({
  id: 'racers',
  context: ({ input }) => input,
  type: 'parallel',
  on: { start: { actions: 'start' } },
  states: {
    left: {
      initial: 'standing',
      states: {
        standing: { on: { crouch: 'crouching' } },
        crouching: { always: { guard: 'isOff', target: 'running', actions: 'runLeft' } },
        running: {},
      },
    },
    right: {
      initial: 'crouching',
      states: {
        crouching: { always: { guard: 'isOff', target: 'running', actions: 'runRight' } },
        running: {},
      },
    },
  },
});
type RaceEvent = { type: 'crouch' } | { type: 'start' };

test('a step does not depend on the order in which states were entered, unlike in XState', () => {
  for (const chart of [compile(racersMachine), interpret(racersMachine)]) {
    const crouched = chart.step(chart.start({ off: false }).snapshot, { type: 'crouch' });
    const { effects } = chart.step(crouched.snapshot, { type: 'start' });
    expect(effects).toMatchObject([{ name: 'runLeft' }, { name: 'runRight' }]);
  }

  const [standing] = initialTransition(racersMachine, { off: false });
  const [crouching] = transition(racersMachine, standing, { type: 'crouch' });
  const [, actions] = transition(racersMachine, crouching, { type: 'start' });
  expect(names(actions)).toEqual(['runRight', 'runLeft']);
});
