/** What `lifeline replay` prints: differences, changes and records, for people. */
import type { RecordItem } from '../../machines/index.ts';
import { whereInWords } from '../inspect/where.ts';
import type { Difference } from '../replay/difference.ts';
import type { ReplayEvent } from '../replay/replay.ts';
import type { WhatIfChange } from '../replay/what-if.ts';
import { say, warn } from './output.ts';
import type { ReplayEnd, Report } from './replay-report.ts';

/** Of a run that was changed: what comes after so many is told as a number. */
const CHANGES_SHOWN = 20;

/** Of fewer, the time says only how long the program took to begin. */
const FEW_INPUTS = 10_000;

export class TextReport implements Report {
  readonly #name: string;
  #changes = 0;

  /** @param name of the trace */
  constructor(name: string) {
    this.#name = name;
  }

  take(event: ReplayEvent): void {
    if (event.type === 'header' && event.warning !== undefined) {
      warn(`${this.#name}: ${event.warning}`);
    } else if (event.type === 'remark') warn(`${this.#name}: ${event.text}`);
    else if (event.type === 'found') say(recordText(event.item));
    else if (event.type === 'change') {
      this.#changes += 1;
      if (this.#changes <= CHANGES_SHOWN) say(changeText(event.change));
    }
  }

  /** An error is told by whoever ends the program. */
  end({ kind, client, error, steps, n, t, seconds }: ReplayEnd): void {
    if (error !== undefined || kind === 'until') return;
    if (kind === 'whatIf') {
      const more = Math.max(0, this.#changes - CHANGES_SHOWN);
      if (more > 0) say(`… and ${more} more records that would have been different`);
      if (this.#changes === 0) say('nothing would have been different');
      return;
    }
    const rate = Math.round(steps / Math.max(seconds, 0.001)).toLocaleString('en-US');
    const speed = steps < FEW_INPUTS ? '' : ` (${rate} inputs/s)`;
    const what = client === undefined ? 'every effect' : `every effect for ${client}`;
    say(
      `${steps.toLocaleString('en-US')} ${steps === 1 ? 'input' : 'inputs'} up to ${whereInWords({ n, t })}: ${what} is equal${speed}`,
    );
  }
}

/** @param place file and line */
export function differenceText(difference: Difference, place: string): string {
  const { cause, input, effect, recorded, replayed, counts } = difference;
  return [
    `${place}: ${whereInWords(difference)}, is different`,
    `  cause     ${cause}`,
    `  input     ${input}`,
    `  effect    ${effect}; ${counts.recorded} were recorded, ${counts.replayed} came in the replay`,
    `  recorded  ${recorded ?? '(none)'}`,
    `  replayed  ${replayed ?? '(none)'}`,
  ].join('\n');
}

function changeText({ n, t, gone, added, failed }: WhatIfChange): string {
  return [
    whereInWords({ n, t }),
    ...gone.map((effect) => `  - ${effect}`),
    ...added.map((effect) => `  + ${effect}`),
    ...(failed === undefined ? [] : [`  the changed run cannot go on: ${failed}`]),
  ].join('\n');
}

function recordText(item: RecordItem): string {
  const head = whereInWords(item);
  if (item.kind === 'note') return `${head}\n  note    ${item.note}`;
  if (item.kind === 'gap') return `${head}\n  gap     ${item.gap.steps} steps: ${item.gap.because}`;
  const effects = (JSON.parse(`[${item.effects}]`) as unknown[]).map(
    (effect, index) => `  ${`${index + 1}`.padEnd(6)}  ${JSON.stringify(effect)}`,
  );
  return [head, `  input   ${item.input}`, ...effects].join('\n');
}
