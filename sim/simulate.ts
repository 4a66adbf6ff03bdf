/** One run of a scenario under a seed: the same seed gives the same trace, to the byte, wherever it runs. */
import { Seeded } from './choose/seeded.ts';
import { simulatedHeader } from './scenario/header.ts';
import type { Scenario } from './scenario/scenario.ts';
import { settled } from './scenario/settle.ts';
import { TraceLog } from './world/log.ts';
import { World } from './world/world.ts';

export interface SimulationResult {
  /** Steps of the world taken. */
  readonly steps: number;
  /** Virtual time at the end. */
  readonly endedAtMs: number;
  readonly world: World;
}

/** More steps than any scenario should need: a world that does not come to rest is a bug of it. */
const STEPS_MAX = 1_000_000;

/**
 * @param line takes the lines of the trace, header first, without their ends
 * @param begins is told before anything happens what the seed has been dealt
 * @throws ChartError and others for bugs of ours, after the lines up to there
 */
export function simulate(
  scenario: Scenario,
  seed: string,
  line: (line: string) => void,
  begins: (scenario: Scenario) => void = () => {},
): SimulationResult {
  const chooser = new Seeded(seed);
  const dealt = settled(scenario, chooser);
  begins(dealt);
  let log: TraceLog | undefined;
  const world = new World(dealt, chooser, {
    step: (...record) => (log as TraceLog).step(...record),
    note: (...record) => (log as TraceLog).note(...record),
  });
  line(JSON.stringify(simulatedHeader(world, seed)));
  log = new TraceLog(world.options, line);
  let steps = 0;
  while (world.step()) {
    steps += 1;
    if (steps > STEPS_MAX) throw new Error(`${scenario.name}: no end after ${STEPS_MAX} steps`);
  }
  return { steps, endedAtMs: world.nowMs, world };
}
