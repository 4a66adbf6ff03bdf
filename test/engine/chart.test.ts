import { describe, expect, test } from 'vitest';
import { assign, setup } from 'xstate';
import { type Chart, ChartError, type Step } from '../../machines/engine/chart.ts';
import { compile } from '../../machines/engine/compile.ts';
import { interpret } from '../../machines/engine/interpret.ts';
import { effectInWords } from './equal-engines.ts';
import { type BrewEvent, lampsMachine, passageMachine, teaMachine } from './toys.ts';

const engines = [
  { engine: 'compiled', make: compile },
  { engine: 'interpreted', make: interpret },
] as const;

const full = { water: 2, cups: 0, seconds: 3 };

function inWords<Context>({ snapshot, effects }: Step<Context>): readonly string[] {
  return effects.map((effect) => effectInWords(effect, snapshot.context).replace(/ #\d+$/, ''));
}

function play(tea: Chart<typeof full, BrewEvent>, ...types: ('press' | 'knock' | 'stop')[]) {
  return types.reduce((step, type) => tea.step(step.snapshot, { type }), tea.start(full));
}

describe.each(engines)('a chart, $engine', ({ make }) => {
  const tea = make(teaMachine);

  test('numbers what it has by sorted names', () => {
    expect(tea.name).toBe('tea');
    expect(tea.actions).toEqual(['beep', 'cool', 'farewell', 'greet', 'heat', 'serve', 'spill']);
    expect(tea.timers).toEqual(['brewing', 'cooling', 'idling']);
    expect(tea.events).toEqual(['descale', 'fill', 'knock', 'press', 'stop']);
    expect(make(lampsMachine).actions).toEqual(['flash', 'glow', 'snap']);
  });

  test('starts with the effects of entry, and where its guards send it', () => {
    const started = tea.start(full);
    expect(started.snapshot.state.name).toBe('on.resting');
    expect(started.snapshot.context).toEqual(full);
    expect(inWords(started)).toEqual(['greet', 'set idling 60000']);
    expect(tea.start({ ...full, water: 0 }).snapshot.state.name).toBe('on.thirsty');
    expect(tea.start({ ...full, cups: 3 }).snapshot.state.name).toBe('worn');
  });

  test('asks the guards of an always about the context that the step has assigned', () => {
    const thirsty = tea.start({ ...full, water: 0 });
    const filled = tea.step(thirsty.snapshot, { type: 'fill', water: 1 });
    expect(filled.snapshot.state.name).toBe('on.resting');
    expect(tea.step(thirsty.snapshot, { type: 'fill', water: 0 }).snapshot.state.name).toBe(
      'on.thirsty',
    );
  });

  test('gives a delay the context after the step', () => {
    expect(inWords(play(tea, 'press'))).toEqual(['heat', 'set brewing 3001']);
  });

  test('restarts the timer of a state that is entered again with one effect', () => {
    const knocked = play(tea, 'press', 'knock');
    expect(knocked.snapshot.context).toEqual({ water: 0, cups: 2, seconds: 3 });
    expect(inWords(knocked)).toEqual(['cool', 'heat', 'set brewing 3002']);
  });

  test('clears every timer that it leaves, inner states first, and ends', () => {
    const stopped = play(tea, 'press', 'stop');
    expect(inWords(stopped)).toEqual(['cool', 'clear brewing', 'farewell', 'clear idling', 'beep']);
    expect(stopped.snapshot.state).toMatchObject({ name: 'off', done: true, value: 'off' });
  });

  test('has one object for each state, and keeps the snapshot when nothing changes', () => {
    const resting = play(tea);
    expect(play(tea).snapshot.state).toBe(resting.snapshot.state);
    const brewing = play(tea, 'press');
    const refused = tea.step(brewing.snapshot, { type: 'press' });
    expect(refused.snapshot).toBe(brewing.snapshot);
    expect(refused.effects).toEqual([]);
    expect(tea.step(resting.snapshot, { type: 'stop' }).snapshot).toBe(resting.snapshot);
  });

  test('fires a timer, and takes no notice of one that the state is not waiting for', () => {
    const brewing = play(tea, 'press').snapshot;
    const cooling = tea.timeout(brewing, 'brewing');
    expect(cooling.snapshot.state.name).toBe('on.cooling');
    expect(inWords(cooling)).toEqual(['cool', 'clear brewing', 'serve', 'set cooling 10']);
    for (const stale of ['brewing', 'nonsense', 'fill']) {
      expect(tea.timeout(cooling.snapshot, stale)).toEqual({
        snapshot: cooling.snapshot,
        effects: [],
      });
    }
    expect(tea.timeout(cooling.snapshot, 'brewing').snapshot).toBe(cooling.snapshot);
  });

  test('knows which events a state handles, whatever its guards say', () => {
    const resting = play(tea).snapshot;
    expect(tea.events.filter((type) => tea.handles(resting, type))).toEqual([...tea.events]);
    const worn = tea.start({ ...full, cups: 3 }).snapshot;
    expect(tea.events.filter((type) => tea.handles(worn, type))).toEqual(['descale', 'stop']);
    expect(tea.handles(resting, 'idling')).toBe(false);
    expect(tea.handles(resting, 'xstate.after.idling.working')).toBe(false);
  });

  test('throws for an event that the state does not handle', () => {
    const worn = tea.start({ ...full, cups: 3 }).snapshot;
    const press = () => tea.step(worn, { type: 'press' });
    expect(press).toThrow(ChartError);
    expect(press).toThrow("tea: 'press' is not handled in worn");
  });

  test('handles nothing after its end, not even what the root declares', () => {
    const bell = make(bellMachine);
    const rung = bell.step(bell.start({}).snapshot, { type: 'ring' });
    expect(rung.snapshot.state).toMatchObject({ name: 'broken', done: true });
    expect(() => bell.step(rung.snapshot, { type: 'ring' })).toThrow('not handled in broken');
    expect(bell.timeout(rung.snapshot, 'rusting').snapshot).toBe(rung.snapshot);
  });

  test('sets no timer for a state that it only passes through, but clears it as XState does', () => {
    const passage = make(passageMachine);
    const through = passage.start({ n: 30, seen: '' });
    expect(through.snapshot.state.name).toBe('walker.hall & watcher.awake');
    expect(through.snapshot.context).toEqual({ n: 15, seen: 'xstate.init' });
    expect(inWords(through)).toEqual([
      'enter',
      'enter',
      'leave',
      'clear passing',
      'set waiting 15',
    ]);
  });

  test('refuses a snapshot of another chart', () => {
    const lamps = make(lampsMachine);
    const foreign = lamps.start({ left: 0, right: 0, log: [] }).snapshot;
    expect(() => tea.step(foreign as never, { type: 'press' })).toThrow('a state of another chart');
  });

  test('passes on what a guard throws', () => {
    const bell = make(bellMachine);
    const silent = bell.start({}).snapshot;
    expect(() => bell.step(silent, { type: 'muffle' })).toThrow('no clapper');
  });
});

const bellMachine = setup({
  types: {
    context: {} as object,
    events: {} as { type: 'ring' } | { type: 'muffle' },
    input: {} as object,
  },
  guards: {
    hasClapper: () => {
      throw new Error('no clapper');
    },
  },
  actions: { keep: assign({}) },
  delays: { rusting: 1000 },
}).createMachine({
  id: 'bell',
  context: ({ input }) => input,
  initial: 'silent',
  after: { rusting: '.broken' },
  on: { ring: { target: '.broken', actions: 'keep' }, muffle: { guard: 'hasClapper' } },
  states: { silent: {}, broken: { type: 'final' } },
});
