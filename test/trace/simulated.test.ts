import { describe, expect, it } from 'vitest';
import { scenarios } from '../../sim/scenarios/index.ts';
import { invalidLines, replay, simulated } from './support.ts';

describe('a simulated trace', () => {
  it.each(scenarios.map(({ name }) => name))('%s replays with no difference', (name) => {
    const { events, differences, steps } = replay(simulated(name));
    expect(differences).toEqual([]);
    expect(events).toMatchObject([{ type: 'header', warning: undefined }]);
    expect(steps).toBeGreaterThan(0);
  });

  it.each(scenarios.map(({ name }) => name))('%s is valid under the schema', (name) => {
    expect(invalidLines(simulated(name))).toEqual([]);
  });
});
