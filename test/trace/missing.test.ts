// A record that lacks what its type asks for is told with its line, whatever it lacks. The schema says what has to be
// there, and a validator of others is asked what it says.
import { describe, expect, it } from 'vitest';
import { RecordReader } from '../../sim/render/timeline/record-reader.ts';
import { invalidLines, simulated } from './support.ts';

type Key = string | number;
interface Lacking {
  /** Where it stood, with the types on the way: `out.*.<transmit>.packet.<SUBACK>.reasonCodes`. */
  readonly what: string;
  readonly line: number;
  readonly text: string;
}

const traces = ['takeover', 'will-delay', 'storm'].map((name) =>
  simulated(name).trimEnd().split('\n'),
);

function* membersOf(value: unknown, path: readonly Key[] = []): Generator<readonly Key[]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    if (!Array.isArray(value)) yield at;
    yield* membersOf(member, at);
  }
}

/** Each kind of member once, in each trace, taken out of the record in which it stands first. */
function* lacking(lines: readonly string[]): Generator<Lacking> {
  const seen = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (index === 0) continue;
    for (const path of membersOf(JSON.parse(line))) {
      const record = JSON.parse(line);
      let holder = record;
      const steps: string[] = [];
      for (const key of path.slice(0, -1)) {
        steps.push(typeof key === 'number' ? '*' : key);
        holder = holder[key];
        if (typeof holder.type === 'string') steps.push(`<${holder.type}>`);
      }
      const last = path.at(-1) as Key;
      const what = [...steps, last].join('.');
      if (seen.has(what)) continue;
      seen.add(what);
      delete holder[last];
      yield { what, line: index + 1, text: JSON.stringify(record) };
    }
  }
}

/** What reading to that line says; empty when nothing is wrong. */
function problemOf(lines: readonly string[], { line, text }: Lacking): string {
  const reader = new RecordReader();
  try {
    for (const before of lines.slice(0, line - 1)) reader.read(before);
    reader.read(text);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('a record', () => {
  it('that lacks what the schema asks for is an error with its line, and no other is', () => {
    let invalid = 0;
    for (const lines of traces) {
      for (const each of lacking(lines)) {
        const problem = problemOf(lines, each);
        // Of events the schema leaves open what there is.
        if (each.what.startsWith('out.*.<announce>.event.<')) continue;
        const isValid = invalidLines(each.text).length === 0;
        if (isValid) expect(problem, each.what).toBe('');
        else {
          invalid += 1;
          expect(problem, each.what).toMatch(
            new RegExp(`^line ${each.line}: .*\n.*head -n ${each.line - 1} FILE$`),
          );
        }
      }
    }
    expect(invalid).toBeGreaterThan(150);
  });

  it('says which member of what is not there', () => {
    const [lines = []] = traces;
    const problems = new Map(
      [...lacking(lines)].map((each) => [each.what, problemOf(lines, each)]),
    );
    const told = (what: string) => problems.get(what)?.split('\n')[0]?.replace(/\d+/g, '#');
    expect(told('out.*.<transmit>.packet.<SUBACK>.reasonCodes')).toBe(
      'line #: record # is damaged: `transmit` without `packet.reasonCodes`',
    );
    expect(told('in.<received>.packet.<CONNECT>.will.message')).toBe(
      'line #: record # is damaged: `received` without `packet.will.message`',
    );
    expect(told('out.*.<announce>.event.<session.ended>.cause')).toBe(
      'line #: record # is damaged: `session.ended` without `cause`',
    );
    expect(told('note.packet.<SUBSCRIBE>.subscriptions')).toBe(
      'line #: record # is damaged: `note` without `packet.subscriptions`',
    );
    // Traces of before have none.
    expect(told('out.*.<announce>.event.<client.disconnected>.clauses')).toBe('');
  });
});
