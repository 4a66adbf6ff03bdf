/** Calls that make files of a run, and the words by which a link remembers it. */
import { chartsHash, crc32 } from '../../machines/index.ts';
import { runOf as timelineOf } from '../../sim/compare/run.ts';
import { commandsFor, inspectCommand } from '../export/command.ts';
import { type ExportedFile, exported } from '../export/exported.ts';
import type { FormatName } from '../export/formats.ts';
import type { Exported, ExportSelection } from '../export/selection.ts';
import type { RecordWords } from '../link/witness.ts';
import { recordWords } from '../link/words.ts';
import type { Opened } from '../protocol.ts';
import { runNumbered } from './runs.ts';

/** What the page knows of the run, and the worker does not keep. */
type Titles = Pick<Opened, 'run' | 'name' | 'title' | 'about'>;

export const exportCalls = {
  /** @throws RangeError for records that the run has not */
  exported({
    titles,
    format,
    selection,
  }: {
    readonly titles: Titles;
    readonly format: FormatName;
    readonly selection: ExportSelection;
  }): ExportedFile {
    return exported(runOf(titles), format, selection);
  },

  commands({
    titles,
    selection,
    n,
    clientId,
  }: {
    readonly titles: Titles;
    readonly selection: ExportSelection;
    readonly n: number;
    readonly clientId: string | undefined;
  }): readonly string[] {
    const run = runOf(titles);
    return [...commandsFor(run, selection), inspectCommand(run, n, clientId)];
  },

  /** What a link remembers of a run, and by what a file is known again. More records than that nobody links to. */
  remembered({ run }: { readonly run: number }): {
    readonly law: string;
    readonly records: RecordWords;
    readonly mark: string;
  } {
    const { trace } = runNumbered(run);
    const isLong = trace.count > REMEMBERED_MAXIMUM;
    const records = isLong ? [] : recordWords(trace.timeline, trace.count);
    return { law: chartsHash(), records, mark: markOf(trace.lines) };
  },
};

const REMEMBERED_MAXIMUM = 20_000;

function runOf({ run, name, title, about }: Titles): Exported {
  const { trace, source } = runNumbered(run);
  const { lines, count } = trace;
  // The page's own timeline leaves payloads as they stand in the trace; a capture of packets needs their bytes.
  const { timeline } = timelineOf(lines);
  return { source, name, title, about, count, timeline, lines };
}

/** By how many lines it has, and by what stands in the first and in the last. */
function markOf(lines: readonly string[]): string {
  const ends = `${lines[0]}\n${lines.at(-1)}`;
  return `${lines.length}-${crc32(new TextEncoder().encode(ends)).toString(16)}`;
}
