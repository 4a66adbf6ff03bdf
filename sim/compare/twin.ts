/**
 * One scenario told twice, by clients of 3.1.1 and by clients of 5.0, under the same law and in the same network. The
 * side whose version the scenario is written in is the very run that its seed gives; the other keeps in step with it.
 */
import type { Chooser } from '../choose/chooser.ts';
import { Seeded } from '../choose/seeded.ts';
import { simulatedHeader } from '../scenario/header.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { settled } from '../scenario/settle.ts';
import { TraceLog } from '../world/log.ts';
import { World } from '../world/world.ts';
import { asVersion, type TwinVersion } from './as-version.ts';
import { type Comparison, compareRuns } from './compare.ts';
import type { Counterpart } from './counterparts.ts';
import { Following, Leading } from './following.ts';
import { type Run, runOf } from './run.ts';
import { type VersionDifference, versionDifferences } from './version-differences.ts';

export interface TwinSide {
  readonly version: TwinVersion;
  readonly scenario: Scenario;
  /** The trace, header first, without line ends. */
  readonly lines: readonly string[];
  readonly run: Run;
}

export interface Twin {
  /** A is 3.1.1. */
  readonly a: TwinSide;
  /** B is 5.0. */
  readonly b: TwinSide;
  /** What the scenario's own words became in the other version. */
  readonly counterparts: readonly Counterpart[];
  readonly comparison: Comparison;
  /** What differs because the versions do, each kind once. */
  readonly differences: readonly VersionDifference[];
}

/** More steps than any scenario should need. */
const STEPS_MAXIMUM = 1_000_000;

export function twinOf(scenario: Scenario, seed: string): Twin {
  const old = asVersion(scenario, '3.1.1');
  const now = asVersion(scenario, '5.0');
  const isWrittenIn3 = old.scenario === scenario;
  const leading = new Leading(new Seeded(seed));
  const lead = linesOf(isWrittenIn3 ? old.scenario : now.scenario, seed, leading);
  const following = new Following(leading, new Seeded(seed));
  const other = linesOf(isWrittenIn3 ? now.scenario : old.scenario, seed, following);
  const a = sideOf('3.1.1', old.scenario, isWrittenIn3 ? lead : other);
  const b = sideOf('5.0', now.scenario, isWrittenIn3 ? other : lead);
  const comparison = compareRuns(a.run, b.run);
  const counterparts = [...old.counterparts, ...now.counterparts];
  return { a, b, counterparts, comparison, differences: versionDifferences(comparison) };
}

function sideOf(version: TwinVersion, scenario: Scenario, lines: readonly string[]): TwinSide {
  return { version, scenario, lines, run: runOf(lines) };
}

function linesOf(scenario: Scenario, seed: string, chooser: Chooser): readonly string[] {
  const lines: string[] = [];
  let log: TraceLog | undefined;
  const world = new World(settled(scenario, chooser), chooser, {
    step: (...record) => (log as TraceLog).step(...record),
    note: (...record) => (log as TraceLog).note(...record),
  });
  lines.push(JSON.stringify(simulatedHeader(world, seed)));
  log = new TraceLog(world.options, (line) => lines.push(line));
  for (let steps = 0; world.step(); steps++) {
    if (steps > STEPS_MAXIMUM) throw new Error(`${scenario.name}: no end after ${steps} steps`);
  }
  return lines;
}
