// The charts compiled to tables do what XState does with them, event by event.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { children, pathOf, stateNodes } from '../../machines/engine/states.ts';
import { machines } from '../../machines/index.ts';
import { equalEngines } from '../engine/equal-engines.ts';
import {
  connectionBeginnings,
  connectionContexts,
  connectionEvents,
  receiverEvents,
  senderEvents,
  sessionEvents,
  takeoverEvents,
  willContexts,
  willEvents,
} from './event-arbitraries.ts';

/** Every atomic state, but those that a chart only passes through, has been visited. */
function expectAllVisited(machine: AnyStateMachine, visited: ReadonlySet<string>): void {
  const seen = new Set([...visited].flatMap((name) => name.replace(' (done)', '').split(' & ')));
  const unseen = stateNodes(machine)
    .filter((node) => children(node).length === 0)
    .filter((node) => !(node.always ?? []).some(({ guard }) => guard === undefined))
    .map(pathOf)
    .filter((state) => !seen.has(state));
  expect(unseen).toEqual([]);
}

test('both engines agree on the connection chart', () => {
  const { connection } = machines;
  const visited = equalEngines(connection, connectionContexts, connectionEvents, {
    runs: 500,
    stepsMax: 30,
    beginnings: connectionBeginnings,
  });
  expectAllVisited(connection, visited);
});

test('both engines agree on the session chart', () => {
  const contexts = fc.constant({ sessionExpiryIntervalSeconds: 0 });
  const visited = equalEngines(machines.session, contexts, sessionEvents);
  expectAllVisited(machines.session, visited);
});

test('both engines agree on the takeover chart', () => {
  const contexts = fc.constant({ incoming: 0, cleanStart: false });
  const visited = equalEngines(machines.takeover, contexts, takeoverEvents);
  expectAllVisited(machines.takeover, visited);
});

test('both engines agree on the will chart', () => {
  const visited = equalEngines(machines.will, willContexts, willEvents);
  expectAllVisited(machines.will, visited);
});

test('both engines agree on the sender chart', () => {
  const visited = equalEngines(machines.sender, fc.constant({}), senderEvents);
  expectAllVisited(machines.sender, visited);
});

test('both engines agree on the receiver chart', () => {
  const visited = equalEngines(machines.receiver, fc.constant({}), receiverEvents);
  expectAllVisited(machines.receiver, visited);
});
