/** Traces in memory: replayed, validated, and taken from the simulator. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import { TRACE_SCHEMA } from '../../machines/index.ts';
import { Replay, type ReplayEvent, type ReplayOptions } from '../../sim/replay/replay.ts';
import { scenarioNamed } from '../../sim/scenarios/index.ts';
import { simulate } from '../../sim/simulate.ts';

export interface Replayed {
  readonly events: readonly ReplayEvent[];
  readonly differences: readonly ReplayEvent[];
  readonly steps: number;
}

/** Line by line, and in blocks of bytes: both have to tell the same, of what is wrong too. */
export function replay(text: string, options: ReplayOptions = {}): Replayed {
  const end = text.lastIndexOf('\n') + 1;
  const byLines = told(options, (run) => {
    for (const line of text.slice(0, end).split('\n').slice(0, -1)) run.line(line);
    run.last(text.slice(end));
  });
  const byBlocks = told(options, (run) => {
    for (const block of blocksOf(text.slice(0, end))) {
      run.block(block, (start, end) => block.toString('utf8', start, end));
    }
    run.last(text.slice(end));
  });
  expect(byBlocks).toEqual(byLines);
  if (byLines.error !== undefined) throw byLines.error;
  const { events, steps } = byLines;
  return { events, differences: events.filter(({ type }) => type === 'difference'), steps };
}

interface Told extends Omit<Replayed, 'differences'> {
  readonly error: Error | undefined;
}

function told(options: ReplayOptions, feed: (run: Replay) => void): Told {
  const events: ReplayEvent[] = [];
  const run = new Replay(options, (event) => events.push(plain(event)));
  let error: Error | undefined;
  try {
    feed(run);
  } catch (thrown) {
    error = thrown as Error;
  }
  // A line that is damaged at its end may count as a step or not.
  return { events, steps: error === undefined ? run.progress.steps : 0, error };
}

/** What is found in a block is there until the block goes on. */
function plain(event: ReplayEvent): ReplayEvent {
  if (event.type !== 'found' || event.item.kind !== 'step') return event;
  const { kind, n, t, by, input, effects } = event.item;
  return { type: 'found', item: { kind, n, t, by, input, effects } };
}

/** In two, so that there is an end of a block among the lines. */
function blocksOf(text: string): Buffer[] {
  const middle = text.indexOf('\n', text.length / 2) + 1;
  return [Buffer.from(text.slice(0, middle)), Buffer.from(text.slice(middle))];
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
