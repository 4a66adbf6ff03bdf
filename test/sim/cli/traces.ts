/** Traces in a folder of their own: whole ones, and all that can be wrong with one. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { scenarioNamed } from '../../../sim/scenarios/index.ts';
import { simulate } from '../../../sim/simulate.ts';

export const folder = mkdtempSync(join(tmpdir(), 'lifeline-cli-'));

export function removeFolder(): void {
  rmSync(folder, { recursive: true, force: true });
}

export const takeover = linesOf('takeover');

function linesOf(scenario: string): readonly string[] {
  const lines: string[] = [];
  simulate(scenarioNamed(scenario), '1', (line) => lines.push(line));
  return lines;
}

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function writeBytes(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** Its only line without an end. */
export const headerAlone = write('header.jsonl', takeover[0] as string);

/** With the mark that some editors put before it, and their line ends. */
export const marked = write('marked.jsonl', `\uFEFF${takeover.join('\r\n')}\r\n`);

export const whole = write('takeover.jsonl', `${takeover.join('\n')}\n`);

/** The line of a step, neither the first nor the last, that has more than one effect. */
export const LINE = takeover.findIndex((line, i) => i > 20 && line.includes('},{"type":')) + 1;

function changed(name: string, change: (line: string) => string): string {
  const lines = takeover.map((line, i) => (i === LINE - 1 ? change(line) : line));
  return write(name, `${lines.join('\n')}\n`);
}

export const different = changed('different.jsonl', (line) =>
  line.replace('},{"type":', '},{"typo":'),
);

const [header = ''] = takeover;

function everywhere(name: string, from: string, to: string): string {
  return write(name, `${takeover.join('\n').replaceAll(from, to)}\n`);
}

function unknown(what: string, type: string): RegExp {
  const advice = 'update with `npm install mqtt-lifeline@latest`.*head -n \\d+ \\S+unknown';
  return new RegExp(
    `: line \\d+: record \\d+ has ${what} of an unknown type, '${type}'\\n.*${advice}`,
  );
}

/** What only those commands cannot read that tell what the broker did: the others find it out anew. */
export const untellable: readonly (readonly [what: string, path: string, message: RegExp])[] = [
  [
    'an effect of no known type',
    everywhere('unknown-effect.jsonl', '{"type":"setTimer"', '{"type":"setSail"'),
    unknown('an effect', 'setSail'),
  ],
  [
    'a packet of no known type that was sent',
    everywhere('unknown-sent.jsonl', '"packet":{"type":"CONNACK"', '"packet":{"type":"PUBFOO"'),
    unknown('a packet', 'PUBFOO'),
  ],
  [
    'an event of no known type',
    everywhere('unknown-event.jsonl', '"event":{"type":"session.created"', '"event":{"type":"a.b"'),
    unknown('an event', 'a\\.b'),
  ],
  [
    'a packet that lacks what is said of it',
    everywhere('no-codes.jsonl', '"reasonCodes":', '"codes":'),
    /no-codes\.jsonl: line \d+: record \d+ is damaged: .* without `packet\.reasonCodes`\n.*head -n \d+ \S*no-codes/,
  ],
  [
    'an event that lacks what is said of it',
    everywhere('no-cause.jsonl', '"cause":', '"because":'),
    /no-cause\.jsonl: line \d+: record \d+ is damaged: .* without `cause`\n.*head -n \d+ \S*no-cause/,
  ],
];

/** What no command can read, and what each of them says. */
export const unreadable: readonly (readonly [what: string, path: string, message: RegExp])[] = [
  ['an empty file', write('empty.jsonl', ''), /^\S*empty\.jsonl: empty/],
  [
    'what is no file where one should be',
    join(makeFolder('odd/trace-000001.jsonl'), '..'),
    /odd cannot be read: EISDIR/,
  ],
  ['no file', join(folder, 'none.jsonl'), /no file or folder \S*none\.jsonl/],
  ['a folder without a recording', makeFolder('folder'), /folder has no recording in it/],
  [
    'a text',
    write('text.txt', 'Hello!\nHow are you?\n'),
    /text\.txt: line 1: this is not a .*trace/,
  ],
  [
    'a future version',
    changedHeader('future.jsonl', /"version":\d+/, '"version":99'),
    /future\.jsonl: line 1: made by a newer lifeline.*\n.*npm install/,
  ],
  [
    'a line that is no JSON',
    changed('broken.jsonl', (line) => line.slice(30)),
    new RegExp(`broken\\.jsonl: line ${LINE}: not JSON.*\\n.*head -n ${LINE - 1} \\S*broken`),
  ],
  [
    'an input that is none',
    changed('damaged.jsonl', (line) => line.replace('"in":{"type"', '"in":{"typ"')),
    new RegExp(`damaged\\.jsonl: line ${LINE}: record ${LINE - 1} is damaged`),
  ],
  ...(['opened', 'received'] as const).map(
    (type) =>
      [
        `an input of no known type: ${type}`,
        everywhere(`unknown-${type}.jsonl`, `"in":{"type":"${type}"`, '"in":{"type":"dreamt"'),
        unknown('an input', 'dreamt'),
      ] as const,
  ),
  [
    'a packet that came in and lacks what its type asks for',
    everywhere('no-version.jsonl', '"protocolVersion":', '"protocol":'),
    /no-version\.jsonl: line \d+: record \d+ is damaged: .* without `packet\.protocolVersion`\n.*head/,
  ],
  [
    'a packet of no known type that came in',
    everywhere('unknown-packet.jsonl', '"packet":{"type":"CONNECT"', '"packet":{"type":"PUBFOO"'),
    unknown('a packet', 'PUBFOO'),
  ],
  [
    'a file that ends in its header',
    write('half-header.jsonl', header.slice(0, 80)),
    /half-header\.jsonl: line 1: the header, .* is not whole\n.*take a copy that is whole/,
  ],
  [
    'a packed file that ends in its header',
    writeBytes('half.jsonl.gz', gzipSync(takeover.join('\n')).subarray(0, 120)),
    /half\.jsonl\.gz: line 1: the header, .* is not whole/,
  ],
  [
    'a record that is missing',
    write('missing.jsonl', `${takeover.filter((_, i) => i !== LINE - 1).join('\n')}\n`),
    new RegExp(`missing\\.jsonl: line ${LINE}: record ${LINE} follows record ${LINE - 2}`),
  ],
  ['a capture', write('capture.pcap', '\xd4\xc3\xb2\xa1'), /capture\.pcap/],
];

function makeFolder(name: string): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  return path;
}

function changedHeader(name: string, pattern: RegExp, text: string): string {
  const [header = '', ...records] = takeover;
  return write(name, `${[header.replace(pattern, text), ...records].join('\n')}\n`);
}

/** A recorder that was cut off in the middle of a record. */
export const cutOff = write('cut-off.jsonl', takeover.slice(0, LINE).join('\n').slice(0, -20));

/** A recording in two parts, of which the second begins with a header of its own. */
export function recording(name: string, damage: (line: string) => string = (line) => line): string {
  const path = makeFolder(name);
  const [header = '', ...records] = takeover;
  const first = records.slice(0, 20);
  const { n, t } = JSON.parse(first.at(-1) as string);
  const continued = JSON.stringify({ ...JSON.parse(header), continues: { part: 2, n, t } });
  write(join(name, 'trace-000001.jsonl'), `${[header, ...first].join('\n')}\n`);
  const rest = records.slice(20).map((line, i) => (i === 4 ? damage(line) : line));
  write(join(name, 'trace-000002.jsonl'), `${[continued, ...rest].join('\n')}\n`);
  return path;
}
