/** Traces in memory: replayed, validated, and taken from the simulator. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { TRACE_SCHEMA } from '../../machines/index.ts';
import { Replay, type ReplayEvent, type ReplayOptions } from '../../sim/replay/replay.ts';
import { scenarioNamed } from '../../sim/scenarios/index.ts';
import { simulate } from '../../sim/simulate.ts';

export interface Replayed {
  readonly events: readonly ReplayEvent[];
  readonly differences: readonly ReplayEvent[];
  readonly steps: number;
}

export function replay(text: string, options: ReplayOptions = {}): Replayed {
  const events: ReplayEvent[] = [];
  const run = new Replay(options, (event) => events.push(event));
  const lines = text.split('\n');
  const last = lines.pop() as string;
  for (const line of lines) run.line(line);
  run.last(last);
  const differences = events.filter(({ type }) => type === 'difference');
  return { events, differences, steps: run.progress.steps };
}

/** The trace of a scenario. */
export function simulated(name: string, seed = '1'): string {
  const lines: string[] = [];
  simulate(scenarioNamed(name), seed, (line) => lines.push(line));
  return `${lines.join('\n')}\n`;
}

/** All parts of a recording, one after another. */
export function readFolder(folder: string): string {
  const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  return names
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
}

const validate = new Ajv2020({ allErrors: false }).compile(TRACE_SCHEMA as object);

/** The lines that are not as the schema has them, with what is wrong. */
export function invalidLines(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      if (validate(JSON.parse(line))) return [];
      return [`${line.slice(0, 200)}: ${JSON.stringify(validate.errors?.slice(0, 3))}`];
    });
}

/** The text with one line changed. */
export function edited(text: string, line: number, edit: (line: string) => string): string {
  const lines = text.split('\n');
  lines[line - 1] = edit(lines[line - 1] as string);
  return lines.join('\n');
}
