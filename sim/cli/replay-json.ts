/** What `lifeline replay --json` prints: an object for each thing that is found, and in the end a summary. */
import type { RecordItem } from '../../machines/index.ts';
import type { ReplayEvent } from '../replay/replay.ts';
import { sayJson } from './output.ts';
import type { ReplayEnd, Report } from './replay-report.ts';
import type { TraceSource } from './trace-source.ts';

export class JsonReport implements Report {
  readonly #source: TraceSource;

  constructor(source: TraceSource) {
    this.#source = source;
  }

  take(event: ReplayEvent): void {
    switch (event.type) {
      case 'header': {
        const { header, warning = null } = event;
        sayJson({ type: 'header', header, warning });
        break;
      }
      case 'remark':
        sayJson(event);
        break;
      case 'difference': {
        const { line, input, recorded, replayed, ...rest } = event.difference;
        const sides = { recorded: parsed(recorded), replayed: parsed(replayed) };
        const place = this.#source.locate(line);
        sayJson({ type: 'difference', ...place, ...rest, input: parsed(input), ...sides });
        break;
      }
      case 'found':
        sayJson({ type: 'found', record: recordOf(event.item) });
        break;
      case 'change': {
        const { gone, added, ...rest } = event.change;
        sayJson({ type: 'change', ...rest, gone: gone.map(parsed), added: added.map(parsed) });
        break;
      }
    }
  }

  end(end: ReplayEnd): void {
    const { steps, n, t, findings, error } = end;
    sayJson({
      type: 'summary',
      result: resultOf(end),
      inputs: steps,
      n,
      t,
      changes: findings.changes,
      exitCode: error?.exitCode ?? 0,
      error: error?.message ?? null,
    });
  }
}

function resultOf({ kind, findings, error }: ReplayEnd): string {
  if (findings.difference !== undefined) return 'different';
  if (error !== undefined) return error.exitCode === 1 ? 'notFound' : 'failed';
  if (kind === 'until') return 'found';
  if (kind === 'compare') return 'equal';
  return findings.changes === 0 ? 'unchanged' : 'changed';
}

/** A record as the trace has it. */
function recordOf(item: RecordItem): object {
  const { n, t, by } = item;
  const head = { n, t, ...(by !== undefined && { by }) };
  if (item.kind === 'note') return { ...head, note: parsed(item.note) };
  if (item.kind === 'gap') return { ...head, gap: item.gap };
  return { ...head, in: parsed(item.input), out: parsed(`[${item.effects}]`) };
}

/** Text that was JSON in the trace, if it still is. */
function parsed(text: string | undefined): unknown {
  if (text === undefined) return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
