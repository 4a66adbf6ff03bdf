/** A trace that grows: the live feed of a broker (TRACE.md), as a run like any other. */
import type { LiveAnswer, LiveStatus, Opened } from '../protocol.ts';
import { ReadTrace } from './read-trace.ts';
import { addRun, closeRun } from './runs.ts';

/** A part that has grown so far is left as it is, and the page asks for a new one. */
const RECORDS_MAXIMUM = 20_000;
const LENGTH_MAXIMUM = 33_554_432;
/** Of what has been seen live. */
const PARTS_KEPT = 3;

interface Part {
  readonly trace: ReadTrace;
  length: number;
  /** Once it has a record. */
  opened: Opened | undefined;
}

/** What goes on now; parts that have ended are runs of the past. */
let part: Part | undefined;
const kept: number[] = [];

export const liveCalls = {
  /**
   * Lines as they came, in order.
   * @param name what the broker is called
   * @throws TraceError for what is no trace
   */
  live({ text, name }: { text: string; name: string }): LiveAnswer {
    let status: LiveStatus | undefined;
    for (const line of text.split('\n')) {
      if (line.startsWith('{"live"')) {
        status = (JSON.parse(line) as { live: LiveStatus }).live;
        continue;
      }
      if (line.startsWith('{"lifeline"')) {
        part = { trace: new ReadTrace(), length: 0, opened: undefined };
      }
      if (part === undefined) continue;
      part.trace.add(line);
      part.length += line.length;
      if (part.trace.count > 0) part.opened ??= opened(part.trace, name);
    }
    return { status, run: grown(), isFull: isFull() };
  },
};

function opened(trace: ReadTrace, name: string): Opened {
  const about =
    'What the broker does as it does it. The first record is what it held when this page came; the charts go on from there.';
  const title = `${name}, live`;
  const added = addRun(trace, { source: { kind: 'live', name }, name, title, about });
  kept.push(added.run);
  if (kept.length > PARTS_KEPT) closeRun(kept.shift() as number);
  return added;
}

/** The part as it is by now. */
function grown(): Opened | undefined {
  if (part?.opened === undefined) return undefined;
  const { trace, opened } = part;
  const { count, clients, busiest } = trace;
  const clientIds = clients.map(({ label }) => label);
  return { ...opened, count, start: count, clientIds, clientId: busiest?.label ?? '' };
}

function isFull(): boolean {
  if (part === undefined) return false;
  return part.trace.count >= RECORDS_MAXIMUM || part.length >= LENGTH_MAXIMUM;
}
