/** Which events of a run match a filter, in the language of the command line. */
import { subjectOfEvent } from '../../sim/filter/event-subject.ts';
import { parseFilter } from '../../sim/filter/filter.ts';
import type { Matches } from '../protocol.ts';
import { recordOf } from './numbers.ts';
import { runNumbered } from './runs.ts';

const NOTE = /^\{[^{]*"note":\{"actor":"((?:[^"\\]|\\.)*)"/;

export const filterCalls = {
  /** @throws FilterError that points at the column */
  filter({ run, text }: { run: number; text: string }): Matches {
    const matches = parseFilter(text);
    const { trace } = runNumbered(run);
    const { events } = trace.timeline;
    const actors = actorsIn(trace.lines);
    const isMatch = new Uint8Array(events.length);
    const records = new Set<number>();
    for (const [position, event] of events.entries()) {
      const n = recordOf(event);
      if (!matches(subjectOfEvent(event, actors.get(n) ?? ''))) continue;
      isMatch[position] = 1;
      records.add(n);
    }
    return { run, isMatch, records: Int32Array.from(records).sort() };
  },
};

/** Who tells each note, by its record. */
function actorsIn(lines: readonly string[]): ReadonlyMap<number, string> {
  const actors = new Map<number, string>();
  for (const line of lines) {
    const [, actor] = NOTE.exec(line) ?? [];
    if (actor !== undefined) actors.set(Number(/"n":(\d+)/.exec(line)?.[1]), actor);
  }
  return actors;
}
