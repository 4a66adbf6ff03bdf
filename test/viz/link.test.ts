// Links: what is written is read again, whatever it is; and whatever is read, nothing throws.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chartsHash } from '../../machines/index.ts';
import { runOf } from '../../sim/compare/run.ts';
import { scenarios } from '../../sim/scenarios/index.ts';
import { linkTo, packed, printLink, readLink } from '../../viz/link/link.ts';
import { hashInFile, linkFile } from '../../viz/link/link-file.ts';
import { pack, unpack } from '../../viz/link/pack.ts';
import { LINK_LENGTH_MAXIMUM, type LinkPlace, type LinkSource } from '../../viz/link/place.ts';
import { divergenceOf, divergenceText, witnessOf } from '../../viz/link/witness.ts';
import { recordWords } from '../../viz/link/words.ts';
import { traceOf } from '../sim/inspect/traces.ts';

/** Any text that an address can hold: a lone surrogate is none. */
const text = (maximum: number) =>
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: maximum }).filter((word) => word !== '');

const made = fc.record(
  {
    scenario: text(20),
    seed: text(20),
    text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 }),
    doings: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
  },
  { requiredKeys: ['scenario', 'seed'] },
);

const source: fc.Arbitrary<LinkSource> = fc.oneof(
  made.map((each) => ({ kind: 'scenario' as const, ...each })),
  text(20).map((story) => ({ kind: 'story' as const, story })),
  fc.record({ kind: fc.constant('file' as const), name: text(40), mark: text(16) }),
);

const window = fc
  .tuple(fc.nat(1_000_000), fc.integer({ min: 1, max: 1_000_000 }))
  .map(([fromMs, length]) => ({ fromMs: fromMs / 10, toMs: (fromMs + length) / 10 }));

const place: fc.Arbitrary<LinkPlace> = fc.record(
  {
    source,
    at: fc.nat(999_999_999),
    view: text(10),
    clientId: text(30),
    chart: text(10),
    window,
    filter: text(60),
    beside: fc.oneof(fc.constant('versions' as const), made),
    of: fc.constantFrom('a' as const, 'b' as const),
  },
  { requiredKeys: ['source'] },
);

const TEXT = 'client c1 mqtt=5\n  connect\n'.repeat(40);
const DOINGS = '40 cut c1\n'.repeat(40);

function recordsOf(lines: readonly string[]) {
  const { timeline, last } = runOf(lines);
  return recordWords(timeline, last);
}

describe('a link', () => {
  test('is read as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(place, async (wanted) => {
        const { place: found, problems, witness } = await readLink(await printLink(wanted));
        expect(found).toEqual({ ...found, ...wanted });
        expect(problems).toEqual([]);
        expect(witness).toBeUndefined();
      }),
    );
  });

  test('of the first days is still valid, and short ones can be read by people', async () => {
    const { place: found } = await readLink('#s=takeover&seed=1&at=12');
    expect(found).toMatchObject({
      source: { kind: 'scenario', scenario: 'takeover', seed: '1' },
      at: 12,
    });
    expect(await printLink({ source: found.source, at: 12 })).toBe('#s=takeover&seed=1&at=12');
    const filtered = { source: found.source, filter: 'client:sensor kind:PUBLISH' };
    expect(await printLink(filtered)).toBe('#s=takeover&seed=1&f=client:sensor+kind:PUBLISH');
    const cut = { ...found.source, doings: '40 cut c1' } as LinkSource;
    expect(await printLink({ source: cut, at: 41 })).toBe('#s=takeover&seed=1&do=40+cut+c1&at=41');
  });

  test('that says nothing is the takeover', async () => {
    const lost = ['This address does not say what to open: it was cut off or changed on its way.'];
    for (const hash of ['', '#', '#&&&', '#=', '#nonsense']) {
      const { place: found, problems } = await readLink(hash);
      expect(found.source).toEqual({ kind: 'scenario', scenario: 'takeover', seed: '1' });
      expect(problems).toEqual(/\w|=/.test(hash) ? lost : []);
    }
  });

  test('is packed when it is too long, and leads to the same place', async () => {
    const plain = new URLSearchParams({ s: 'mine', seed: '1', x: TEXT, do: DOINGS, at: '4' });
    const hash = await packed(`#${plain}`);
    expect(hash.length).toBeLessThan(plain.toString().length / 4);
    const { place: found, problems } = await readLink(hash);
    const source = { kind: 'scenario', scenario: 'mine', seed: '1', text: TEXT, doings: DOINGS };
    expect(found).toMatchObject({ source, at: 4 });
    expect(problems).toEqual([]);
  });

  test('to what stands in one browser alone says so', async () => {
    const { problems } = await readLink('#kept=mine');
    expect(problems.join()).toMatch(/^No address has room for 'mine'/);
  });

  test('never throws, whatever it says', async () => {
    const names = [
      's',
      'seed',
      'at',
      'x',
      'do',
      'dz',
      'z',
      'f',
      'was',
      'law',
      'then',
      'bx',
      'twin',
    ];
    const hostile = fc
      .array(fc.tuple(fc.constantFrom(...names), fc.string({ unit: 'binary', maxLength: 80 })))
      .map((pairs) => `#${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`);
    await fc.assert(
      fc.asyncProperty(fc.oneof(hostile, fc.string({ unit: 'binary' })), async (hash) => {
        const { place: found, problems } = await readLink(hash);
        expect(found.source.kind).toBeTypeOf('string');
        expect(problems.every((problem) => problem.length < 200)).toBe(true);
      }),
    );
  });

  test.each([
    ['#s=takeover&at=-1', 'at= takes the number of a record'],
    ['#s=takeover&at=1e3', 'at= takes the number of a record'],
    ['#s=takeover&z=5-1', 'z= takes two times'],
    [`#s=takeover&seed=${'7'.repeat(99)}`, 'seed= has 99 characters, of 64'],
    ['#xz=!!!', 'the scenario cannot be read from the link'],
    ['#s=a&dz=AAAA', 'what was done to the run cannot be read from the link'],
  ])('%s says what is wrong with it', async (hash, problem) => {
    const { problems } = await readLink(hash);
    expect(problems).toEqual([expect.stringContaining(problem)]);
  });

  test('does not unpack a few characters to fill the memory', async () => {
    const bomb = await pack('a'.repeat(5_000_000));
    expect(bomb.length).toBeLessThan(8_000);
    expect(await unpack(bomb)).toBeUndefined();
    expect(await unpack(await pack('a'.repeat(200_000)))).toHaveLength(200_000);
  });

  test(`of every scenario has at most ${LINK_LENGTH_MAXIMUM} characters, and a witness`, async () => {
    for (const { name } of scenarios) {
      const records = recordsOf(traceOf(name));
      const linked: LinkPlace = {
        source: { kind: 'scenario', scenario: name, seed: '1' },
        at: records.length,
        view: 'chart',
        clientId: 'sensor',
        filter: 'client:sensor',
      };
      const { hash, isTooLong } = await linkTo(linked, chartsHash(), records);
      expect({ name, isTooLong }).toEqual({ name, isTooLong: false });
      expect(hash.length).toBeLessThanOrEqual(LINK_LENGTH_MAXIMUM);
      const { witness } = await readLink(hash);
      expect(witness?.count).toBe(records.length);
      expect(divergenceOf(witness as NonNullable<typeof witness>, records)).toBeUndefined();
    }
  });

  test('that would be too long says so, and goes into a file', async () => {
    const letters = fc.sample(fc.string({ minLength: 3_000, maxLength: 3_000 }), {
      seed: 1,
      numRuns: 1,
    });
    const own: LinkPlace = {
      source: { kind: 'scenario', scenario: 'mine', seed: '1', text: letters[0] as string },
    };
    const { hash, isTooLong } = await linkTo(own, chartsHash(), recordsOf(traceOf('will')));
    expect(isTooLong).toBe(true);
    const again = await readLink(hashInFile(linkFile(hash)) ?? '');
    expect(again.place.source).toEqual(own.source);
    expect(hashInFile('{"lifeline":"trace","version":1}')).toBeUndefined();
    expect(hashInFile('{"lifeline":')).toBeUndefined();
    expect(hashInFile('scenario takeover')).toBeUndefined();
  });
});

describe('under another law', () => {
  const records = recordsOf(traceOf('takeover'));
  const changed = records.map((word, at) =>
    at === 40 ? word.replace('DISCONNECT 0x8E Session taken over to c1.1, ', '') : word,
  );

  test('the record is named where the run has become another, with what it was and is', async () => {
    const source = { kind: 'scenario', scenario: 'takeover', seed: '1' } as const;
    const { hash } = await linkTo({ source, at: 41 }, '0123456789abcdef', records);
    const { witness } = await readLink(hash);
    if (witness === undefined) throw new Error('no witness');
    const divergence = divergenceOf(witness, changed);
    expect(divergence).toMatchObject({ n: 41, to: 41 });
    expect(divergenceText(witness, chartsHash(), divergence)).toBe(
      `This link was made under another law (charts 01234567, now ${chartsHash().slice(0, 8)}): the run diverges at record 41. Then: ${records[40]}. Now: ${changed[40]}.`,
    );
    expect(records[40]).toContain('DISCONNECT 0x8E Session taken over to c1.1');
  });

  test('with marks alone the record is named, and what it is now', () => {
    const witness = witnessOf('0123456789abcdef', records, false);
    expect(divergenceOf(witness, changed)).toEqual({
      n: 41,
      to: 41,
      was: undefined,
      is: changed[40],
    });
  });

  test('of a long run the stretch is named', () => {
    const long = Array.from({ length: 5_000 }, (_, at) => `record ${at}`);
    const other = long.with(2_345, 'another');
    const { n, to } = divergenceOf(witnessOf('ab', long, false), other) ?? { n: 0, to: 0 };
    expect(n).toBeLessThanOrEqual(2_346);
    expect(to).toBeGreaterThanOrEqual(2_346);
    expect(to - n).toBeLessThan(20);
  });

  test('a run that has become shorter or longer is another', () => {
    const witness = witnessOf('ab', records, true);
    const shorter = records.slice(0, -1);
    expect(divergenceOf(witness, shorter)).toMatchObject({ n: records.length, is: undefined });
    expect(divergenceText(witness, 'cd', divergenceOf(witness, shorter))).toContain(
      'Now: it has ended before.',
    );
    expect(divergenceOf(witness, [...records, 'more'])).toMatchObject({ n: records.length + 1 });
    expect(divergenceOf(witnessOf('ab', records, false), shorter)?.n).toBe(records.length);
  });

  test('where only the law is another, that is said, and where nothing is, nothing', () => {
    const witness = witnessOf('0123456789abcdef', records, true);
    expect(divergenceText(witness, 'fedcba9876543210', undefined)).toBe(
      'This link was made under another law (charts 01234567, now fedcba98), and the run is the same.',
    );
    expect(divergenceText(witness, '0123456789abcdef', undefined)).toBe('');
  });

  test('another seed is another run, and other latencies alone are not', () => {
    const slower = traceOf('takeover').map((line) =>
      line.replace(/^({"n":\d+,"t":)(\d+)/, (_, head, t) => `${head}${Number(t) * 2}`),
    );
    const witness = witnessOf(chartsHash(), records, true);
    expect(divergenceOf(witness, recordsOf(slower))).toBeUndefined();
    expect(divergenceOf(witness, recordsOf(traceOf('takeover', '2')))).toBeDefined();
  });
});
