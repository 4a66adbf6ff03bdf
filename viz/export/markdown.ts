/** A run as a table in Markdown, for issues, pull requests and documents: what happened, to whom, by which clause. */
import { type Sentence, sentence } from '../../sim/render/sentences/sentence.ts';
import { clock } from '../../sim/render/sentences/words.ts';
import { select } from '../../sim/render/timeline/select.ts';
import type { TimelineEvent } from '../../sim/render/timeline/types.ts';
import { commandsFor } from './command.ts';
import { type Exported, type ExportSelection, isAll, selectionOf } from './selection.ts';

/** More rows than this no page wants to hold. */
const ROWS_MAXIMUM = 500;

export function markdownOf(run: Exported, selection: ExportSelection): string {
  const events = select(run.timeline, selectionOf(selection)).filter(isRow);
  const rows = events.slice(0, ROWS_MAXIMUM).map((event) => row(event, sentence(event)));
  const left = events.length - rows.length;
  const what = isAll(selection, run.count) ? '' : `\n${partText(run, selection)}\n`;
  return [
    `## ${escaped(run.title)}`,
    '',
    escaped(run.about),
    what,
    '| record | time | who | what | by |',
    '| ---: | ---: | --- | --- | --- |',
    ...rows,
    ...(left > 0 ? ['', `${left} more left out.`] : []),
    '',
    'To see it:',
    '',
    '```sh',
    ...commandsFor(run, selection),
    '```',
    '',
  ].join('\n');
}

/** A packet's two ends are told in one row: where it was sent. */
function isRow({ what }: TimelineEvent): boolean {
  return what.kind !== 'packet' || what.end !== 'received';
}

function partText({ count }: Exported, { from, to, clientIds }: ExportSelection): string {
  const range = from <= 1 && to >= count ? `All ${count} records` : `Records ${from} to ${to}`;
  const whose = clientIds.length === 0 ? '' : ` of ${clientIds.map(escaped).join(', ')}`;
  return `${range}${whose}.`;
}

function row(event: TimelineEvent, { text, clauses }: Sentence): string {
  const { id, timeMs, connection, client } = event;
  const who = connection?.name ?? client?.label ?? 'broker';
  const name = client === undefined || client.label === who ? who : `${client.label} (${who})`;
  const cells = [id, clock(timeMs), name, text, clauses.join(', ')];
  return `| ${cells.map(escaped).join(' | ')} |`;
}

/** What a client has chosen to be called is not to break the table, nor to become a heading or a link. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#]/g, '\\$&').replace(/\s+/g, ' ');
}
