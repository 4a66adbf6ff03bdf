import type { StepRecord, TraceRecord } from '../../../machines/index.ts';
import { scenarioNamed } from '../../../sim/scenarios/index.ts';
import { simulate } from '../../../sim/simulate.ts';

const made = new Map<string, readonly string[]>();

/** The lines of a scenario's trace. */
export function traceOf(scenario: string, seed = '1'): readonly string[] {
  const key = `${scenario} ${seed}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const lines: string[] = [];
  simulate(scenarioNamed(scenario), seed, (line) => lines.push(line));
  made.set(key, lines);
  return lines;
}

export function recordsIn(lines: readonly string[]): readonly TraceRecord[] {
  return lines.slice(1).map((line) => JSON.parse(line) as TraceRecord);
}

export function stepsIn(lines: readonly string[]): readonly StepRecord[] {
  return recordsIn(lines).filter((record): record is StepRecord => 'in' in record);
}

/** Id of the first effect that answers to it. */
export function effectId(
  lines: readonly string[],
  isIt: (effect: StepRecord['out'][number]) => boolean,
): string {
  for (const { n, out } of stepsIn(lines)) {
    const index = out.findIndex(isIt);
    if (index >= 0) return `${n}.${index + 1}`;
  }
  throw new Error('the trace has no such effect');
}

/** Number of the first step with an input that answers to it. */
export function stepWith(
  lines: readonly string[],
  isIt: (input: StepRecord['in'], record: StepRecord) => boolean,
): number {
  const found = stepsIn(lines).find((record) => isIt(record.in, record));
  if (found === undefined) throw new Error('the trace has no such step');
  return found.n;
}
