/** Two runs side by side, as files: what is different, as `lifeline compare` tells it. */
import type { Comparison } from '../../sim/compare/compare.ts';
import { comparisonText } from '../../sim/compare/compare-text.ts';
import { plainComparison } from '../../sim/compare/comparison-json.ts';
import type { Twin } from '../../sim/compare/twin.ts';
import { twinText } from '../../sim/compare/twin-text.ts';
import type { Opened } from '../protocol.ts';
import { BOTH_FORMATS, type BothFormat } from './both-formats.ts';
import type { ExportedFile } from './exported.ts';

export interface Both {
  readonly a: Opened;
  readonly b: Opened;
  readonly comparison: Comparison;
  /** Where the two are one scenario in both versions. */
  readonly twin: Twin | undefined;
}

export function exportedBoth(both: Both, format: BothFormat): ExportedFile {
  const { ending, type } = BOTH_FORMATS[format];
  const [nameA, nameB] = [nameOf(both.a), nameOf(both.b)];
  const whole = both.twin === undefined ? `${nameA}-${nameB}` : `${both.b.name}-versions`;
  const name = `${whole.replace(/[^\w.-]+/g, '-').slice(0, 100)}.${ending}`;
  const content = format === 'text' ? textOf(both) : `${JSON.stringify(plain(both), null, 2)}\n`;
  return { name, type, content };
}

function textOf({ a, b, comparison, twin }: Both): string {
  if (twin !== undefined) return twinText(twin);
  return comparisonText(comparison, { nameA: nameOf(a), nameB: nameOf(b) });
}

function plain({ comparison, twin }: Both): object {
  const same = plainComparison(comparison);
  if (twin === undefined) return { isEqual: comparison.differences.length === 0, ...same };
  return { counterparts: twin.counterparts, versionDifferences: twin.differences, ...same };
}

/** `takeover:7`; what was done to it by hand is not in its seed. */
function nameOf({ name, source }: Opened): string {
  if (source.kind !== 'scenario') return name;
  return `${name}:${source.seed}${source.doings === undefined ? '' : ', edited'}`;
}
