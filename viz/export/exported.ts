/** A run, or a part of it, in one of the forms. */
import { renderItf } from '../../sim/render/itf.ts';
import { renderMermaid } from '../../sim/render/mermaid.ts';
import { renderPcap } from '../../sim/render/pcap.ts';
import { renderPerfetto } from '../../sim/render/perfetto.ts';
import { renderShiviz } from '../../sim/render/shiviz.ts';
import { renderSvg } from '../../sim/render/svg/svg.ts';
import { renderText } from '../../sim/render/text/text.ts';
import { select } from '../../sim/render/timeline/select.ts';
import { FORMATS, type FormatName } from './formats.ts';
import { markdownOf } from './markdown.ts';
import { type Exported, type ExportSelection, isAll, selectionOf } from './selection.ts';

export interface ExportedFile {
  readonly name: string;
  readonly type: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
}

type Make = (run: Exported, selection: ExportSelection) => string | Uint8Array;

/** Columns of a text that a page or a mail shows as it is. */
const TEXT_WIDTH = 120;

const MAKERS: Readonly<Record<FormatName, Make>> = {
  svg: (run, selection) => renderSvg(run.timeline, { ...selectionOf(selection), title: run.title }),
  markdown: markdownOf,
  mermaid: ({ timeline }, selection) => renderMermaid(timeline, selectionOf(selection)),
  text: ({ timeline }, selection) =>
    renderText(timeline, { ...selectionOf(selection), width: TEXT_WIDTH }),
  json: recordsJson,
  trace: ({ lines }) => `${lines.join('\n')}\n`,
  pcap: ({ timeline }, selection) =>
    renderPcap(timeline, { ...selectionOf(selection), startedAtMs: startOf(timeline.header) }),
  perfetto: ({ timeline }, selection) => renderPerfetto(timeline, selectionOf(selection)),
  shiviz: ({ timeline }, selection) => renderShiviz(timeline, selectionOf(selection)),
  itf: ({ timeline }, selection) => renderItf(timeline, selectionOf(selection)),
};

/** @throws RangeError for a form that there is not, and for records that the run has not */
export function exported(
  run: Exported,
  format: FormatName,
  selection: ExportSelection,
): ExportedFile {
  if (!Object.hasOwn(MAKERS, format)) throw new RangeError(`there is no form '${format}'`);
  const { from, to } = selection;
  if (from > to || from > run.count) {
    throw new RangeError(`no records from ${from} to ${to}: the run has ${run.count}`);
  }
  const { ending, type } = FORMATS[format];
  const content = MAKERS[format](run, selection);
  return {
    name: `${baseName(run, selection, format)}.${ending}`,
    type,
    content: typeof content === 'string' ? content : new Uint8Array(content),
  };
}

/** `takeover-10-41-sensor`. */
function baseName(run: Exported, selection: ExportSelection, format: FormatName): string {
  const plain = run.name.replace(/\.(jsonl|gz)\b/g, '').replace(/[^\w.-]+/g, '-');
  if (isAll(selection, run.count) || 'isWhole' in FORMATS[format]) return plain || 'run';
  const { from, to, clientIds } = selection;
  const range = from <= 1 && to >= run.count ? [] : [`${from}-${to}`];
  const whose = clientIds.map((id) => id.replace(/[^\w.-]+/g, '-'));
  return [plain || 'run', ...range, ...whose].join('-').slice(0, 100);
}

/** Records as they stand in the trace: what concerns nobody who was chosen is left out. */
function recordsJson({ timeline, lines }: Exported, selection: ExportSelection): string {
  const chosen = { ...selectionOf(selection), details: true };
  const wanted = new Set(select(timeline, chosen).map(({ id }) => Number.parseInt(id, 10)));
  const records = lines
    .slice(1)
    .map((line) => JSON.parse(line) as { readonly n?: number })
    .filter(({ n }) => n !== undefined && wanted.has(n));
  return `${JSON.stringify({ header: JSON.parse(lines[0] ?? '{}'), records }, undefined, 2)}\n`;
}

function startOf({ startedAt }: Exported['timeline']['header']): number {
  return startedAt === null ? 0 : Date.parse(startedAt);
}
