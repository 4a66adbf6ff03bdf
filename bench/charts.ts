import { type AnyStateMachine, assign, initialTransition, setup, transition } from 'xstate';
import type { ChartEvent } from '../machines/engine/chart.ts';
import { compile } from '../machines/engine/compile.ts';
import { inertScope } from '../machines/engine/scope.ts';
import { type Figure, figureOf, type Round } from './figure.ts';

/** How long one side runs in one round. */
const ROUND_MS = 250;
/** Steps between two looks at the clock. */
const STRIDE = 1_000;

/** A chart and events that bring it back to where it started, so that they can be played over and over. */
export interface ChartCase {
  readonly name: string;
  readonly machine: AnyStateMachine;
  readonly context: unknown;
  readonly events: readonly ChartEvent[];
}

/** Plays a step; what it returns is where the next one starts. */
type Player = (event: ChartEvent) => void;

const peers: readonly { readonly name: string; readonly play: (chart: ChartCase) => Player }[] = [
  { name: 'xstate transition()', play: pureTransition },
  { name: 'xstate machine.transition, scope reused', play: machineTransition },
];

/** Steps a second of the compiled charts, against XState taking the same steps. */
export function run({ rounds }: { rounds: number }): Figure[] {
  return cases().flatMap((chart) => peers.map((peer) => measure(chart, peer, rounds)));
}

function measure(chart: ChartCase, peer: (typeof peers)[number], rounds: number): Figure {
  const ours = compiled(chart);
  const theirs = peer.play(chart);
  const measured: Round[] = [];
  // The round before the first warms both up and is thrown away.
  for (let round = -1; round < rounds; round += 1) {
    const figure = { ours: stepsPerSecond(chart, ours), peer: stepsPerSecond(chart, theirs) };
    if (round >= 0) measured.push(figure);
  }
  const facts = { bench: 'charts', case: chart.name, peerName: peer.name, unit: 'steps/s' };
  return figureOf(facts, measured);
}

function stepsPerSecond({ events }: ChartCase, play: Player): number {
  const started = performance.now();
  let steps = 0;
  let elapsed = 0;
  while (elapsed < ROUND_MS) {
    for (let played = 0; played < STRIDE; played += 1) {
      for (const event of events) play(event);
    }
    steps += STRIDE * events.length;
    elapsed = performance.now() - started;
  }
  return (steps * 1000) / elapsed;
}

function compiled({ machine, context }: ChartCase): Player {
  const chart = compile(machine);
  let { snapshot } = chart.start(context);
  return (event) => {
    snapshot = chart.step(snapshot, event).snapshot;
  };
}

/** XState as documented: the pure function that takes a snapshot and an event. */
function pureTransition({ machine, context }: ChartCase): Player {
  let [snapshot] = initialTransition(machine, context);
  return (event) => {
    [snapshot] = transition(machine, snapshot, event);
  };
}

/** XState as fast as it goes: without an actor made for every step. */
function machineTransition({ machine, context }: ChartCase): Player {
  const scope = inertScope(() => {});
  let snapshot = machine.getInitialSnapshot(scope, context);
  return (event) => {
    snapshot = machine.transition(snapshot, event, scope);
  };
}

function cases(): readonly ChartCase[] {
  const context = { received: 0, isOpen: true, windowMax: 10 };
  const ping = { type: 'ping' };
  return [
    { name: 'three guards, nothing changes', machine: toyMachine, context, events: [ping] },
    {
      name: 'every kind of step',
      machine: toyMachine,
      context,
      events: [ping, { type: 'publish' }, ping, { type: 'close' }, { type: 'open' }, ping],
    },
  ];
}

interface Toy {
  readonly received: number;
  readonly isOpen: boolean;
  readonly windowMax: number;
}

const toyMachine = setup({
  types: {
    context: {} as Toy,
    events: {} as { type: 'ping' } | { type: 'publish' } | { type: 'close' } | { type: 'open' },
    input: {} as Toy,
  },
  guards: {
    isClosed: ({ context }) => !context.isOpen,
    isWindowZero: ({ context }) => context.windowMax === 0,
    isOpen: ({ context }) => context.isOpen,
  },
  actions: {
    count: assign(({ context }) => ({ received: (context.received + 1) % 1000 })),
    respond: () => {},
    deliver: () => {},
  },
  delays: { keepAlive: 1000, expiry: 2000 },
}).createMachine({
  id: 'toy',
  context: ({ input }) => input,
  initial: 'online',
  states: {
    online: {
      after: { keepAlive: 'offline' },
      on: {
        ping: [
          { guard: 'isClosed', target: 'offline' },
          { guard: 'isWindowZero', target: 'offline' },
          { guard: 'isOpen', actions: 'respond' },
          { target: 'offline' },
        ],
        publish: { actions: ['count', 'deliver'] },
        close: 'offline',
      },
    },
    offline: { after: { expiry: 'ended' }, on: { open: 'online' } },
    ended: { type: 'final' },
  },
});
