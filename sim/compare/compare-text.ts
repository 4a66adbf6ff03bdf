/** A comparison for people: what is different, by record, and what merely follows from it. */
import { inFull, sentence } from '../render/sentences/sentence.ts';
import { clock, count, duration } from '../render/sentences/words.ts';
import { wrap } from '../render/text/wrap.ts';
import type { Comparison, Summary } from './compare.ts';
import type { Difference } from './differences.ts';
import type { Meaning } from './meaning.ts';
import { shiftText } from './shifts.ts';

const WIDTH = 110;
const SHOWN_MAXIMUM = 40;
const SHIFTS_SHOWN_MAXIMUM = 10;
const TEXT_MAXIMUM = 240;

export interface ComparisonWords {
  readonly nameA: string;
  readonly nameB: string;
  /** What follows from something else too. */
  readonly all?: boolean;
}

export function comparisonText(comparison: Comparison, words: ComparisonWords): string {
  const { a, b, headers, differences } = comparison;
  const lines = [`A  ${summaryText(words.nameA, a)}`, `B  ${summaryText(words.nameB, b)}`];
  for (const { field, a: ofA, b: ofB } of headers) {
    lines.push(`   ${field}: ${ofA ?? 'none'} in A, ${ofB ?? 'none'} in B`);
  }
  lines.push('', ...countsText(comparison));
  const shown = words.all ? differences : differences.filter(({ isConsequence }) => !isConsequence);
  for (const difference of shown.slice(0, SHOWN_MAXIMUM)) {
    lines.push('', ...differenceText(difference));
  }
  const left = shown.length - SHOWN_MAXIMUM;
  if (left > 0) lines.push('', `… and ${left} more (--json has all)`);
  const follow = differences.length - shown.length;
  if (follow > 0) lines.push('', `${follow} more that follow from these (--all shows them)`);
  return `${[...lines, ...timesText(comparison)].join('\n')}\n`;
}

function summaryText(name: string, { records, endMs }: Summary): string {
  return `${name}: ${count(records, 'record')}, ${clock(endMs)}`;
}

function countsText({ counts, text, differences }: Comparison): readonly string[] {
  const { same, different, onlyA, onlyB, overtaken } = counts;
  if (text === undefined) return ['The traces are equal to the byte.'];
  const stands = overtaken === 1 ? 'stands' : 'stand';
  const order =
    overtaken === 0
      ? ''
      : ` ${count(overtaken, 'record')} ${stands} in another order among clients.`;
  if (differences.length === 0) {
    return [`The same things happen in both: ${count(same, 'record')}.${order}`];
  }
  return [
    `${count(same, 'record')} are the same, ${different} differ, ${onlyA} only in A, ${onlyB} only in B.${order}`,
  ];
}

const TITLES: Readonly<Record<Difference['kind'], string>> = {
  onlyA: 'only in A',
  onlyB: 'only in B',
  content: 'different',
  moved: 'elsewhere',
};

function differenceText({ kind, a, b, fields, isConsequence }: Difference): readonly string[] {
  const follows = isConsequence ? ', which follows' : '';
  const lines = [`${TITLES[kind]}${follows}`];
  if (a !== undefined) lines.push(...meaningText('A', a));
  if (b !== undefined) lines.push(...meaningText('B', b));
  for (const { field, a: ofA, b: ofB } of fields) {
    lines.push(`      ${field}: ${ofA ?? 'none'} in A, ${ofB ?? 'none'} in B`);
  }
  return lines;
}

function meaningText(side: string, { event }: Meaning): readonly string[] {
  const head = `  ${side} ${event.id.padEnd(6)} ${clock(event.timeMs).padStart(10)}  `;
  const [first = '', ...rest] = wrap(inFull(sentence(event)), WIDTH, head.length);
  return [head + first.slice(head.length), ...rest];
}

function timesText({ shifts, lagMaximumMs }: Comparison): readonly string[] {
  if (shifts.length === 0) {
    return lagMaximumMs === 0 ? [] : ['', `Times differ by up to ${duration(lagMaximumMs)}.`];
  }
  const shown = shifts.slice(0, SHIFTS_SHOWN_MAXIMUM).map((shift) => `  ${shiftText(shift)}`);
  const left = shifts.length - shown.length;
  return ['', 'Times:', ...shown, ...(left > 0 ? [`  … and ${left} more changes`] : [])];
}

/** For `--exact`: the first record whose text is another. */
export function textDifferenceText({ text }: Comparison): string {
  if (text === undefined) return 'The traces are equal to the byte.\n';
  const side = (name: string, line: string | undefined) =>
    `  ${name}  ${cut(line ?? '(has ended)')}`;
  return [
    `record ${text.n} is the first that is not equal`,
    side('A', text.a),
    side('B', text.b),
    '',
  ].join('\n');
}

function cut(line: string): string {
  return line.length <= TEXT_MAXIMUM ? line : `${line.slice(0, TEXT_MAXIMUM)}…`;
}
