// The charts compiled to tables do what XState does with them, event by event.
import fc from 'fast-check';
import { test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { children, pathOf, stateNodes } from '../../machines/engine/states.ts';
import { machines } from '../../machines/index.ts';
import { equalEngines } from '../engine/equal-engines.ts';
import { untilAllSeen } from '../support/patience.ts';
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

/** Every atomic state, but those that a chart only passes through, is visited, and the engines agree all the while. */
function expectAgreement(machine: AnyStateMachine, play: () => ReadonlySet<string>): void {
  const visited = new Set<string>();
  untilAllSeen('states', () => {
    for (const name of play()) visited.add(name);
    return statesBeyond(machine, visited);
  });
}

function statesBeyond(machine: AnyStateMachine, visited: ReadonlySet<string>): readonly string[] {
  const seen = new Set([...visited].flatMap((name) => name.replace(' (done)', '').split(' & ')));
  return stateNodes(machine)
    .filter((node) => children(node).length === 0)
    .filter((node) => !(node.always ?? []).some(({ guard }) => guard === undefined))
    .map(pathOf)
    .filter((state) => !seen.has(state));
}

test('both engines agree on the connection chart', () => {
  const { connection } = machines;
  expectAgreement(connection, () =>
    equalEngines(connection, connectionContexts, connectionEvents, {
      runs: 500,
      stepsMax: 30,
      beginnings: connectionBeginnings,
    }),
  );
});

test('both engines agree on the session chart', () => {
  const contexts = fc.constant({ sessionExpiryIntervalSeconds: 0 });
  expectAgreement(machines.session, () => equalEngines(machines.session, contexts, sessionEvents));
});

test('both engines agree on the takeover chart', () => {
  const contexts = fc.constant({ incoming: 0, cleanStart: false });
  expectAgreement(machines.takeover, () =>
    equalEngines(machines.takeover, contexts, takeoverEvents),
  );
});

test('both engines agree on the will chart', () => {
  expectAgreement(machines.will, () => equalEngines(machines.will, willContexts, willEvents));
});

test('both engines agree on the sender chart', () => {
  expectAgreement(machines.sender, () =>
    equalEngines(machines.sender, fc.constant({}), senderEvents),
  );
});

test('both engines agree on the receiver chart', () => {
  expectAgreement(machines.receiver, () =>
    equalEngines(machines.receiver, fc.constant({}), receiverEvents),
  );
});
