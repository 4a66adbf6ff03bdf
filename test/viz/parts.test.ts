/** The parts of the visualizer that are functions: the address, what the page remembers, keys and marks. */
import { describe, expect, test } from 'vitest';
import { parseHash, printHash } from '../../viz/hash.ts';
import { marksOf } from '../../viz/marks.ts';
import { type Action, FIRST_MODEL, type Model, reduce } from '../../viz/model.ts';

describe('the address', () => {
  test('says scenario, seed and record', () => {
    const place = { scenario: 'takeover', seed: '1', at: 12 };
    expect(printHash(place)).toBe('#s=takeover&seed=1&at=12');
    expect(parseHash('#s=takeover&seed=1&at=12')).toEqual(place);
  });

  test('is read back as it was written, whatever the seed is', () => {
    for (const seed of ['0', 'a word', '&s=x', 'ä%26#', '99999999999999999999']) {
      const place = { scenario: 'storm', seed, at: undefined };
      expect(parseHash(printHash(place))).toEqual(place);
    }
  });

  test('is the takeover where it says nothing', () => {
    expect(parseHash('')).toEqual({ scenario: 'takeover', seed: '1', at: undefined });
  });

  test.each(['#at=-1', '#at=1.5', '#at=x', '#at=', '#at=1e3', '#at=99999999999999999'])(
    '%s is no record, and is passed over',
    (hash) => expect(parseHash(hash).at).toBeUndefined(),
  );

  test('a file has none', () => {
    expect(printHash({ scenario: '', seed: '', at: 3 })).toBe('');
  });
});

describe('the model', () => {
  const opened = reduce(FIRST_MODEL, {
    do: 'open',
    count: 3,
    at: 2,
    clientIds: ['b', 'a'],
    clientId: 'a',
  });
  const reduced = (model: Model, ...actions: readonly Action[]) =>
    actions.reduce<Model>(reduce, model);

  test('opens at the record asked for, and looks at the client whose story it is', () => {
    expect(opened).toMatchObject({ count: 3, at: 2, clientId: 'a', isPlaying: false });
  });

  test('keeps the client where the next trace has it too', () => {
    const next = reduced(
      opened,
      { do: 'client', clientId: 'b' },
      { do: 'open', count: 9, at: 99, clientIds: ['z', 'b'], clientId: 'z' },
    );
    expect(next).toMatchObject({ clientId: 'b', at: 9 });
  });

  test('never leaves the trace', () => {
    expect(reduced(opened, { do: 'step', by: 1 }, { do: 'step', by: 1 }).at).toBe(3);
    expect(reduced(opened, { do: 'first' }, { do: 'step', by: -1 }).at).toBe(0);
    expect(reduced(opened, { do: 'seek', at: 400 }).at).toBe(3);
    expect(reduced(opened, { do: 'last' }).at).toBe(3);
  });

  test('plays to the end, stops there, and begins again', () => {
    const end = reduced(opened, { do: 'play' }, { do: 'tick' });
    expect(end).toMatchObject({ at: 3, isPlaying: false });
    expect(reduced(end, { do: 'play' })).toMatchObject({ at: 0, isPlaying: true });
  });

  test('stops playing when somebody takes the cursor', () => {
    expect(reduced(opened, { do: 'play' }, { do: 'step', by: -1 }).isPlaying).toBe(false);
    expect(reduced(opened, { do: 'tick' }).at).toBe(2);
  });
});

describe('marks', () => {
  test('every region of a configuration has its leaf, and what is around it', () => {
    const { active, within } = marksOf(['connected.traffic.open & connected.outflow.writable']);
    expect([...active]).toEqual(['connected.traffic.open', 'connected.outflow.writable']);
    expect([...within].sort()).toEqual(['connected', 'connected.outflow', 'connected.traffic']);
  });
});
