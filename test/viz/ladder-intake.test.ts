/** A trace is taken in line by line, fast; what is wrong with it is said as exactly as by a reader that takes its time. */
import { describe, expect, test } from 'vitest';
import type { Note } from '../../machines/trace/format.ts';
import { TraceWriter } from '../../machines/trace/trace-writer.ts';
import { Playback } from '../../sim/inspect/playback.ts';
import { recordsOf } from '../../sim/inspect/trace-lines.ts';
import { TimelineReader } from '../../sim/render/timeline/timeline-reader.ts';
import { scenarioNamed } from '../../sim/scenarios/index.ts';
import { simulate } from '../../sim/simulate.ts';
import { WireEncoder } from '../../sim/wire/encode.ts';
import { firstStory } from '../../viz/build/first-story.ts';
import { Intake } from '../../viz/worker/intake.ts';
import { ReadTrace } from '../../viz/worker/read-trace.ts';

function linesOf(name: string): string[] {
  const lines: string[] = [];
  simulate(scenarioNamed(name), '1', (line) => lines.push(line));
  return lines;
}

const STORM = linesOf('storm');

function take(lines: readonly string[]): Intake {
  const intake = new Intake();
  for (const line of lines) intake.add(line);
  return intake;
}

/** What a careful reader throws at the same lines. */
function carefully(lines: readonly string[]): string {
  const reader = new TimelineReader();
  try {
    for (const line of lines) reader.read(line);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

describe('what is wrong', () => {
  const changed = (at: number, change: (line: string) => string) =>
    STORM.map((line, index) => (index === at ? change(line) : line));
  const renamed = (begin: string, name: string) =>
    STORM.map((line) => line.replace(begin, begin.replace(/"[^"]*"$/, `"${name}"`)));
  const cases: readonly (readonly [what: string, lines: readonly string[]])[] = [
    ['a line that is cut in two', changed(40, (line) => line.slice(0, 60))],
    ['a line that is missing', STORM.filter((_, index) => index !== 40)],
    ['a line that stands twice', [...STORM.slice(0, 41), ...STORM.slice(40)]],
    ['time that goes back', changed(300, (line) => line.replace(/"t":\d+/, '"t":1'))],
    ['a record without anything in it', changed(40, () => '{"n":40,"t":1}')],
    ['a header in the middle', [...STORM.slice(0, 50), STORM[0] as string, ...STORM.slice(50)]],
    ['no header', STORM.slice(1)],
    ['a packet that there is not', renamed('"packet":{"type":"CONNACK"', 'FROBNICATE')],
    ['an effect that there is not', renamed('"out":[{"type":"transmit"', 'teleport')],
    ['an input that there is not', renamed('"in":{"type":"closed"', 'vanished')],
    ['a note that says nothing', changed(1, () => '{"n":1,"t":0,"note":{}}')],
  ];

  test.each(cases)('%s is said with its line', (_, lines) => {
    const message = carefully(lines);
    expect(message).toMatch(/^line \d+: /);
    expect(() => take(lines)).toThrow(message);
  });

  test('an effect that is none is no record either', () => {
    const at = STORM.findIndex((line) => line.includes('"out":[{'));
    const lines = changed(at, (line) => line.replace('"out":[{', '"out":[7,{'));
    expect(() => take(lines)).toThrow(`line ${at + 1}`);
  });
});

describe('the end', () => {
  test('half a record is left out, and said', () => {
    const intake = take(STORM.slice(0, -1));
    const last = STORM.at(-1) as string;
    const note = intake.addLast(last.slice(0, 40));
    expect(note).toContain(`in the middle of record ${STORM.length - 1}`);
    expect(intake.count).toBe(STORM.length - 2);
  });

  test('a whole record without a line end is taken', () => {
    const intake = take(STORM.slice(0, -1));
    expect(intake.addLast(STORM.at(-1) as string)).toBe('');
    expect(intake.count).toBe(STORM.length - 1);
  });
});

test('empty lines are passed over', () => {
  expect(take(STORM.flatMap((line) => [line, '', '\r'])).count).toBe(STORM.length - 1);
});

test('reading can begin at any record', () => {
  const intake = take(STORM);
  for (const n of [1, 2, 100, intake.count]) {
    const [first] = intake.itemsFrom(n);
    expect(first?.n).toBe(n);
  }
  expect([...intake.itemsFrom(intake.count + 1)]).toEqual([]);
});

test('messages stand where a number stood for them', () => {
  const header = JSON.parse(STORM[0] as string);
  const { wireOf } = new WireEncoder();
  const writer = new TraceWriter({ options: header.options, wireOf, numbers: new Map() });
  const playback = new Playback(header);
  const byNumber = [...recordsOf(STORM)].map((item) => {
    const { t, by, input, effects, note } = playback.play(item);
    if (input !== undefined) return writer.step(t, input, effects, by);
    return writer.note(t, note as Note, by);
  });
  expect(byNumber.some((line) => line.includes('"$message":'))).toBe(true);
  const head = JSON.stringify({ ...header, messages: 'byNumber' });
  const [whole, short] = [new ReadTrace(STORM), new ReadTrace([head, ...byNumber])];
  const count = whole.timeline.events.length;
  expect(short.words(0, count)).toEqual(whole.words(0, count));
});

test('the story that comes with the page is what the simulator makes of it', () => {
  const plugin = firstStory();
  const id = plugin.resolveId('virtual:first-story') as string;
  const module = plugin.load(id) as string;
  const { lines, title } = JSON.parse(
    module.slice(module.indexOf('{'), module.lastIndexOf('}') + 1),
  );
  expect(lines).toEqual(linesOf('takeover'));
  expect(title).toBe(scenarioNamed('takeover').title);
  expect(plugin.resolveId('./other.ts')).toBeUndefined();
});
