// What is explained has to be what was done: every chart step of whole scenarios, held against its explanation.
import { describe, expect, test } from 'vitest';
import {
  type ChartEffect,
  type Explanation,
  explainStep,
  machines,
  type ObservedStep,
} from '../../../machines/index.ts';
import { Playback } from '../../../sim/inspect/playback.ts';
import { headerOf, recordsOf } from '../../../sim/inspect/trace-lines.ts';
import { traceOf } from '../inspect/traces.ts';

function observed(scenario: string): readonly ObservedStep[] {
  const lines = traceOf(scenario);
  const steps: ObservedStep[] = [];
  const playback = new Playback(headerOf(lines), { observer: (step) => steps.push(step) });
  for (const item of recordsOf(lines)) playback.play(item);
  return steps;
}

/** What the transitions that were taken have led to; of timers, what came of them in the end. */
function effectsIn(explanation: Explanation): readonly string[] {
  const names = explanation.considered
    .filter(({ outcome }) => outcome === 'taken')
    .flatMap(({ effects }) => effects);
  const last = new Map(names.map((name, at) => [name.replace(/^(set|clear) /, 'timer '), at]));
  return names
    .filter((name, at) => last.get(name.replace(/^(set|clear) /, 'timer ')) === at)
    .sort();
}

describe.each(['takeover', 'keep-alive-timeout', 'slow-store', 'qos2-lost-pubcomp', 'storm'])(
  'in %s',
  (scenario) => {
    test('every step is explained as it was taken', () => {
      const steps = observed(scenario).filter(({ before }) => before !== undefined);
      expect(steps.length).toBeGreaterThan(20);
      for (const { chart, before, event, after, done } of steps) {
        if (before === undefined) continue;
        const explanation = explainStep(machines[chart], before, event);
        expect(explanation.next, `${chart} ${event.type}`).toBe(after.state.name);
        const names = done.map(nameOf).filter((name) => !isAssign(chart, name));
        const explained = effectsIn(explanation).filter((name) => !isAssign(chart, name));
        expect(explained, `${chart} in ${before.state.name}: ${event.type}`).toEqual(names.sort());
      }
    });

    test('what was emitted is counted once, to the step that did it', () => {
      const lines = traceOf(scenario);
      let steps: ObservedStep[] = [];
      const playback = new Playback(headerOf(lines), { observer: (step) => steps.push(step) });
      for (const item of recordsOf(lines)) {
        steps = [];
        const { effects } = playback.play(item);
        const emitted = steps.flatMap((step) => step.emitted.map(({ effect }) => effect));
        expect(new Set(emitted).size).toBe(emitted.length);
        if (playback.header.options.durable) continue;
        const others = effects.filter((effect) => !emitted.includes(effect));
        expect(others.every((effect) => effect.type === 'announce' || effect.type === 'hand')).toBe(
          true,
        );
        expect(emitted.every((effect) => effects.includes(effect))).toBe(true);
      }
    });
  },
);

function nameOf(effect: ChartEffect<never>): string {
  if (effect.kind === 'action') return effect.name;
  return `${effect.kind === 'setTimer' ? 'set' : 'clear'} ${effect.timer}`;
}

function isAssign(chart: ObservedStep['chart'], name: string): boolean {
  const implementation: unknown = machines[chart].implementations.actions[name as never];
  return (implementation as { type?: string } | undefined)?.type === 'xstate.assign';
}
