/** A twin for people: what the scenario's words became, then what differs and since when, then why. */
import { clock, count } from '../render/sentences/words.ts';
import { wrap } from '../render/text/wrap.ts';
import type { Summary } from './compare.ts';
import type { Twin } from './twin.ts';
import type { VersionDifference } from './version-differences.ts';

const WIDTH = 110;

export function twinText(twin: Twin): string {
  const { comparison, counterparts, differences } = twin;
  const lines = [sideText('3.1.1', comparison.a), sideText('5.0  ', comparison.b)];
  if (counterparts.length > 0) lines.push('', 'In the other version:');
  for (const { client, text, clauses } of counterparts) {
    lines.push(...listed(`  ${client}  `, cited(text, clauses)));
  }
  lines.push('', differences.length === 0 ? 'Nothing differs.' : 'What differs:');
  for (const difference of differences) lines.push(...differenceLines(difference, twin));
  return `${lines.join('\n')}\n`;
}

function sideText(version: string, { records, endMs, scenario, seed }: Summary): string {
  return `${version}  ${scenario}, seed ${seed}: ${count(records, 'record')}, ${clock(endMs)}`;
}

function differenceLines(difference: VersionDifference, twin: Twin): readonly string[] {
  const places = difference.rows.slice(0, 3).map((row) => placeText(row, twin));
  const more = difference.rows.length - places.length;
  const where = `${places.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
  return ['', ...listed('  ', cited(difference.text, difference.clauses)), `    ${where}`];
}

/** `record 41 (10.051 s), which is 41 in 3.1.1`. */
function placeText(row: number, { a, b, comparison }: Twin): string {
  const { a: nA, b: nB } = comparison.rows[row] ?? {};
  const of = (n: number | undefined, { run }: typeof a) =>
    n === undefined ? '' : `${n} (${clock(run.records[n]?.t ?? 0)})`;
  if (nB === undefined) return `record ${of(nA, a)} of 3.1.1`;
  const other = nA === undefined ? '' : `, ${nA} of 3.1.1`;
  return `record ${of(nB, b)} of 5.0${other}`;
}

function cited(text: string, clauses: readonly string[]): string {
  return clauses.length === 0 ? text : `${text.replace(/\.$/, '')} (${clauses.join(', ')}).`;
}

function listed(head: string, text: string): readonly string[] {
  const [first = '', ...rest] = wrap(text, WIDTH, head.length);
  return [head + first.slice(head.length), ...rest];
}
