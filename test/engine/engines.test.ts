import fc from 'fast-check';
import { expect, test } from 'vitest';
import { setup } from 'xstate';
import { equalEngines } from './equal-engines.ts';
import {
  lampContexts,
  lampEvents,
  lampsMachine,
  passageContexts,
  passageEvents,
  passageMachine,
  teaContexts,
  teaEvents,
  teaMachine,
} from './toys.ts';

test('both engines agree on hierarchy, timers, re-entry and always', () => {
  const visited = equalEngines(teaMachine, teaContexts, teaEvents);
  for (const state of [
    'on.thirsty',
    'on.resting',
    'on.brewing',
    'on.cooling',
    'worn',
    'off (done)',
  ]) {
    expect(visited).toContain(state);
  }
});

test('both engines agree on regions, final states within them and combined guards', () => {
  const visited = equalEngines(lampsMachine, lampContexts, lampEvents);
  for (const state of [
    'dark',
    'lit.left.burnt & lit.right.burnt',
    'lit.left.bright & lit.right.dim',
  ]) {
    expect(visited).toContain(state);
  }
});

test('both engines agree on passing through states and on events of XState itself', () => {
  const visited = equalEngines(passageMachine, passageContexts, passageEvents);
  for (const state of ['walker.gate & watcher.end', 'walker.end & watcher.end (done)']) {
    expect(visited).toContain(state);
  }
});

test('a difference between the engines is told as a list of events', () => {
  let asked = 0;
  // A guard that is not a function of context and event is the one thing that engines cannot agree on.
  const fickleMachine = setup({
    types: {
      context: {} as object,
      events: {} as { type: 'toss'; coin: number },
      input: {} as object,
    },
    guards: { isHeads: () => asked++ % 2 === 0 },
  }).createMachine({
    id: 'fickle',
    context: ({ input }) => input,
    initial: 'tails',
    states: {
      tails: { on: { toss: { guard: 'isHeads', target: 'heads' } } },
      heads: { on: { toss: {} } },
    },
  });
  const tosses = fc.record({ type: fc.constant('toss' as const), coin: fc.constant(1) });
  expect(() => equalEngines(fickleMachine, fc.constant({}), tosses)).toThrow(
    / {2}1\. toss \{"coin":1\}/,
  );
});
