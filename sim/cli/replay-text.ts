/** What `lifeline replay` prints: differences, changes and records, for people. */
import type { RecordItem } from '../../machines/index.ts';
import type { Difference } from '../replay/difference.ts';
import type { WhatIfChange } from '../replay/what-if.ts';

export function differenceText(difference: Difference): string {
  const { n, t, line, cause, input, effect, recorded, replayed, counts } = difference;
  return [
    `record ${n} is different (line ${line}, ${t / 1000} s)`,
    `  cause     ${cause}`,
    `  input     ${input}`,
    `  effect    ${effect}; ${counts.recorded} were recorded, ${counts.replayed} came in the replay`,
    `  recorded  ${recorded ?? '(none)'}`,
    `  replayed  ${replayed ?? '(none)'}`,
  ].join('\n');
}

export function changeText({ n, t, gone, added, failed }: WhatIfChange): string {
  return [
    `record ${n}, ${t / 1000} s`,
    ...gone.map((effect) => `  - ${effect}`),
    ...added.map((effect) => `  + ${effect}`),
    ...(failed === undefined ? [] : [`  the changed run cannot go on: ${failed}`]),
  ].join('\n');
}

export function recordText(item: RecordItem): string {
  const head = `record ${item.n}, ${item.t / 1000} s`;
  if (item.kind === 'note') return `${head}\n  note    ${item.note}`;
  if (item.kind === 'gap') return `${head}\n  gap     ${item.gap.steps} steps: ${item.gap.because}`;
  const effects = (JSON.parse(`[${item.effects}]`) as unknown[]).map(
    (effect, index) => `  ${`${index + 1}`.padEnd(6)}  ${JSON.stringify(effect)}`,
  );
  return [head, `  input   ${item.input}`, ...effects].join('\n');
}
