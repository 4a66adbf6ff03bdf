import fc from 'fast-check';
import { and, assign, not, or, setup, stateIn } from 'xstate';

/*
 * Small charts that use, between them, everything that charts may use. They are about nothing in particular; where a
 * feature needs a story, it is a door, a lamp or a machine for tea.
 */

interface Brew {
  readonly water: number;
  readonly cups: number;
  readonly seconds: number;
}
export type BrewEvent =
  | { type: 'fill'; water: number }
  | { type: 'press' }
  | { type: 'descale' }
  | { type: 'knock' }
  | { type: 'stop' };

/** Hierarchy, entry and exit, `always` after assigns, arrays of guards, timers, re-entry, ids, a final state. */
export const teaMachine = setup({
  types: { context: {} as Brew, events: {} as BrewEvent, input: {} as Brew },
  guards: {
    hasWater: ({ context }) => context.water > 0,
    isOverfull: ({ context, event }) =>
      context.water + (event.type === 'fill' ? event.water : 0) > 5,
    isWornOut: ({ context }) => context.cups >= 3,
    isEmpty: ({ context }) => context.water <= 0,
  },
  actions: {
    pour: assign(({ context, event }) =>
      event.type === 'fill' ? { water: context.water + event.water } : {},
    ),
    draw: assign({
      water: ({ context }) => context.water - 1,
      cups: ({ context }) => context.cups + 1,
    }),
    reset: assign({ cups: 0 }),
    heat: () => {},
    cool: () => {},
    serve: () => {},
    beep: () => {},
    spill: () => {},
    greet: () => {},
    farewell: () => {},
  },
  delays: {
    brewing: ({ context }) => context.seconds * 1000 + context.cups,
    idling: 60_000,
    cooling: ({ context }) => context.water * 10,
  },
}).createMachine({
  id: 'tea',
  context: ({ input }) => input,
  initial: 'on',
  states: {
    on: {
      id: 'working',
      entry: 'greet',
      exit: 'farewell',
      initial: 'choosing',
      after: {
        idling: [{ guard: 'hasWater', target: '.resting', actions: 'beep' }, { target: 'off' }],
      },
      on: {
        stop: 'off',
        knock: { target: 'on', reenter: true },
        fill: [
          { guard: 'isOverfull', actions: 'spill' },
          { target: '.choosing', actions: ['pour', 'beep'] },
        ],
        descale: {},
      },
      states: {
        choosing: {
          always: [
            { guard: 'isWornOut', target: '#worn' },
            { guard: 'isEmpty', target: 'thirsty' },
            { target: 'resting' },
          ],
        },
        thirsty: { on: { press: { actions: ['beep', 'beep'] } } },
        resting: { on: { press: { guard: 'hasWater', target: 'brewing' }, stop: {} } },
        brewing: {
          entry: ['heat', 'draw'],
          exit: 'cool',
          after: { brewing: { target: 'cooling', actions: 'serve' } },
          on: { knock: { target: 'brewing', reenter: true }, press: { guard: 'isOverfull' } },
        },
        cooling: { after: { cooling: 'choosing' }, on: { press: 'brewing' } },
      },
    },
    worn: {
      id: 'worn',
      on: { descale: { target: '#working.resting', actions: 'reset' }, stop: 'off' },
    },
    off: { type: 'final', entry: 'beep' },
  },
});

interface Lamps {
  readonly left: number;
  readonly right: number;
  readonly log: readonly string[];
}
export type LampEvent =
  | { type: 'both' }
  | { type: 'left' }
  | { type: 'right' }
  | { type: 'again' }
  | { type: 'out' }
  | { type: 'break' };

const noted = (context: Lamps, text: string) => ({ log: [...context.log, text].slice(-4) });

/** Regions that share events, final states within regions, a region entered again, combined guards. */
export const lampsMachine = setup({
  types: { context: {} as Lamps, events: {} as LampEvent, input: {} as Lamps },
  guards: {
    isEven: ({ context }) => context.left % 2 === 0,
    isBright: ({ context }) => context.right > 2,
    isNamedBoth: ({ event }) => event.type === 'both',
  },
  actions: {
    countLeft: assign(({ context }) => ({ left: context.left + 1 })),
    countRight: assign(({ context }) => ({ right: context.right + 1 })),
    keep: assign(({ context }) => ({ left: context.left })),
    noteLeft: assign(({ context }) => noted(context, 'left')),
    noteRight: assign(({ context }) => noted(context, 'right')),
    flash: () => {},
    glow: () => {},
    snap: () => {},
  },
  delays: {
    glowing: ({ context }) => 100 * context.right,
    flashing: ({ context }) => context.left,
  },
}).createMachine({
  id: 'lamps',
  context: ({ input }) => input,
  initial: 'lit',
  states: {
    lit: {
      type: 'parallel',
      on: { out: 'dark', break: { guard: and([not('isEven'), 'isBright']), actions: 'snap' } },
      states: {
        left: {
          initial: 'dim',
          on: {
            both: { actions: ['countLeft', 'noteLeft', 'flash'] },
            again: { target: '#lamps.lit.left', reenter: true },
          },
          states: {
            dim: {
              always: {
                guard: and(['isBright', 'isNamedBoth']),
                target: 'bright',
                actions: 'flash',
              },
              on: { left: { target: 'bright', actions: 'countLeft' } },
            },
            bright: {
              after: { flashing: 'dim' },
              on: {
                left: [
                  { guard: or([and([not('isEven'), 'isBright']), 'isNamedBoth']), target: 'burnt' },
                  'dim',
                ],
              },
            },
            burnt: { type: 'final', entry: 'snap' },
          },
        },
        right: {
          initial: 'dim',
          on: { both: { actions: ['keep', 'noteRight', 'countRight', 'glow'] } },
          states: {
            dim: { on: { right: { guard: not('isEven'), target: 'bright' } } },
            bright: {
              after: { glowing: { target: 'bright', reenter: true, actions: 'glow' } },
              on: {
                right: { guard: stateIn({ lit: { left: 'bright' } }), target: 'burnt' },
                break: 'burnt',
              },
            },
            burnt: { type: 'final' },
          },
        },
      },
    },
    dark: {
      on: {
        left: 'lit',
        right: ['#lamps.lit.left.bright', '#lamps.lit.right.bright'].map((t) => ({ target: t })),
      },
      always: { guard: stateIn({ lit: 'left' }), target: 'lit' },
    },
  },
});

interface Count {
  readonly n: number;
  readonly seen: string;
}
export type CountEvent = { type: 'go'; by: number } | { type: 'look' };

/** Passing through states, timers set and cleared within a step, a parallel root that ends, events of XState's own. */
export const passageMachine = setup({
  types: { context: {} as Count, events: {} as CountEvent, input: {} as Count },
  guards: {
    isPositive: ({ context }) => context.n > 0,
    isFromOutside: ({ event }) => !event.type.startsWith('xstate.'),
    isLarge: ({ context }) => context.n > 10,
  },
  actions: {
    add: assign(({ context, event }) => (event.type === 'go' ? { n: context.n + event.by } : {})),
    see: assign(({ event }) => ({ seen: event.type })),
    halve: assign({ n: ({ context }) => Math.trunc(context.n / 2) }),
    enter: () => {},
    leave: () => {},
    finish: () => {},
  },
  delays: { waiting: ({ context }) => context.n, passing: 5 },
}).createMachine({
  id: 'passage',
  context: ({ input }) => input,
  type: 'parallel',
  entry: 'see',
  exit: 'finish',
  states: {
    walker: {
      initial: { target: 'gate', actions: 'enter' },
      states: {
        gate: {
          on: { go: { target: 'corridor', actions: 'add' } },
          always: { guard: 'isLarge', target: 'corridor' },
        },
        corridor: {
          entry: 'enter',
          exit: 'leave',
          after: { passing: 'gate' },
          always: [
            { guard: 'isLarge', target: 'hall', actions: 'halve' },
            { guard: 'isPositive', target: 'gate' },
          ],
        },
        hall: {
          after: { waiting: 'end' },
          on: {
            go: [
              { guard: 'isLarge', target: 'end' },
              { target: 'gate', actions: 'add' },
            ],
          },
        },
        end: { type: 'final' },
      },
    },
    watcher: {
      initial: 'awake',
      states: {
        awake: {
          on: {
            look: [{ guard: 'isPositive', target: 'inner', actions: 'see' }, { actions: 'see' }],
          },
        },
        inner: {
          initial: 'one',
          states: { one: { on: { look: 'two' } }, two: { type: 'final', entry: 'see' } },
          always: { guard: not('isFromOutside'), target: 'end', actions: 'see' },
        },
        end: { type: 'final', entry: 'finish' },
      },
    },
  },
});

const small = fc.integer({ min: -1, max: 6 });
const bare = <Type extends string>(...types: readonly Type[]) =>
  fc.constantFrom(...types).map((type) => ({ type }));

export const teaContexts = fc.record({ water: small, cups: small, seconds: small });
export const teaEvents: fc.Arbitrary<BrewEvent> = fc.oneof(
  fc.record({ type: fc.constant('fill' as const), water: small }),
  bare('press'),
  bare('press', 'descale', 'knock', 'stop'),
);
export const lampContexts = fc.record({ left: small, right: small, log: fc.constant([]) });
export const lampEvents: fc.Arbitrary<LampEvent> = bare(
  'both',
  'left',
  'right',
  'again',
  'out',
  'break',
);
export const passageContexts = fc.record({
  n: fc.integer({ min: -5, max: 15 }),
  seen: fc.constant(''),
});
export const passageEvents: fc.Arbitrary<CountEvent> = fc.oneof(
  fc.record({ type: fc.constant('go' as const), by: fc.integer({ min: -4, max: 20 }) }),
  bare('look'),
);
