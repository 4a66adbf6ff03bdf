import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Asking, Unanswered } from '../../sim/choose/asking.ts';
import { type ChoiceKind, type Chooser, first, type Option } from '../../sim/choose/chooser.ts';
import { decodeChoices, encodeChoices } from '../../sim/choose/encode.ts';
import { LATENCY_OPTIONS_MAX, latencyChoice } from '../../sim/choose/latency.ts';
import { Odometer } from '../../sim/choose/odometer.ts';
import { ChoiceMisfit, Recorded } from '../../sim/choose/recorded.ts';
import { Recorder } from '../../sim/choose/recorder.ts';
import { Seeded } from '../../sim/choose/seeded.ts';

const coin: Option[] = [{ label: 'heads' }, { label: 'tails' }];
const options = (count: number): Option[] =>
  Array.from({ length: count }, (_, i) => ({ label: `option ${i}` }));

/** A run of some choices, with as many options as the numbers say. */
const run = (chooser: Chooser, counts: readonly number[], kind: ChoiceKind = 'value') =>
  counts.map((count, i) => chooser.choose(kind, `number ${i}`, options(count)));

const counts = fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 30 });

describe('choosers', () => {
  test('a seed chooses the same twice, and what was recorded can be played again', () => {
    fc.assert(
      fc.property(fc.string(), counts, (seed, list) => {
        const recorder = new Recorder(new Seeded(seed));
        const chosen = run(recorder, list);
        expect(run(new Seeded(seed), list)).toEqual(chosen);
        chosen.forEach((index, i) => {
          expect(index).toBeLessThan(list[i] as number);
        });
        const recorded = new Recorded(decodeChoices(encodeChoices(recorder.indices)));
        expect(run(recorded, list)).toEqual(chosen);
        recorded.end();
      }),
    );
  });

  test('a seed chooses as often as the weights say, and never what has none', () => {
    const seeded = new Seeded('weights');
    const weighted = [{ label: 'a', weight: 0 }, { label: 'b', weight: 3 }, { label: 'c' }];
    const chosen = Array.from({ length: 8_000 }, () => seeded.choose('fault', 'x', weighted));
    expect(chosen.filter((index) => index === 0).length).toBe(0);
    expect(Math.abs(chosen.filter((index) => index === 1).length - 6_000)).toBeLessThan(200);
    const none = [
      { label: 'a', weight: 0 },
      { label: 'b', weight: 0 },
    ];
    expect(() => seeded.choose('fault', 'x', none)).toThrow('no option has a weight');
    const half = [{ label: 'a', weight: 0.5 }, { label: 'b' }];
    expect(() => seeded.choose('fault', 'x', half)).toThrow('weight 0.5');
  });

  test('a choice among one is none', () => {
    const asked: string[] = [];
    const asking = new Asking(({ label }) => {
      asked.push(label);
      return 1;
    });
    const seeded = new Seeded(1);
    const before = seeded.random.state;
    const recorder = new Recorder(first);
    const choosers = [seeded, recorder, new Recorded([]), asking, new Odometer(), first];
    for (const chooser of choosers) {
      expect(chooser.choose('timer', 'which', options(1))).toBe(0);
      expect(() => chooser.choose('timer', 'which', [])).toThrow('no options to choose from');
    }
    expect(asked).toEqual([]);
    expect(seeded.random.state).toEqual(before);
    expect(recorder.choices).toEqual([]);
  });

  test('a recorder knows what was chosen, and a fork of it goes its own way', () => {
    const recorder = new Recorder(new Recorded([1, 0]));
    recorder.choose('fault', 'fate of link 1', coin);
    const fork = recorder.fork(new Recorded([1]));
    recorder.choose('value', 'again', coin);
    fork.choose('value', 'again', coin);
    const fate = { kind: 'fault', label: 'fate of link 1', index: 1, count: 2, chosen: 'tails' };
    expect(recorder.choices[0]).toEqual(fate);
    expect(recorder.indices).toEqual([1, 0]);
    expect(fork.indices).toEqual([1, 1]);
    expect(() => new Recorder({ choose: () => 9 }).choose('value', 'x', coin)).toThrow('choice 9');
  });

  test('a list that does not fit says where, and what was asked', () => {
    const short = new Recorded([1]);
    short.choose('deliver', 'next', coin);
    expect(() => short.choose('timer', 'who fires', coin)).toThrow(
      'choice 1: the list has ended, asked for timer, who fires: 0 heads, 1 tails',
    );
    const wrong = new Recorded([2]);
    expect(() => wrong.choose('deliver', 'next', coin)).toThrow(
      'choice 0: 2 is none, asked for deliver, next: 0 heads, 1 tails',
    );
    expect(() => wrong.end()).toThrow(ChoiceMisfit);
  });

  test('when a list has ended another chooser may go on', () => {
    const recorded = new Recorded([1, 1], first);
    const twin = recorded.fork();
    expect(run(recorded, [2, 2, 2, 2])).toEqual([1, 1, 0, 0]);
    expect(recorded.position).toBe(2);
    expect(twin.position).toBe(0);
  });

  test('who is asked may leave a step unanswered, and answer when it is taken again', () => {
    const step = (chooser: Chooser) => run(chooser, [2, 3]);
    const answers: number[] = [];
    const take = () => step(new Recorded(answers, new Asking(() => undefined)));
    const questions: string[] = [];
    for (const answer of [1, 2]) {
      try {
        take();
      } catch (error) {
        if (!(error instanceof Unanswered)) throw error;
        questions.push(error.question.label);
        answers.push(answer);
      }
    }
    expect(questions).toEqual(['number 0', 'number 1']);
    expect(take()).toEqual([1, 2]);
    expect(() => step(new Asking(() => 7))).toThrow('answer 7');
  });

  test('an odometer makes every list of choices once', () => {
    const odometer = new Odometer();
    const lists: string[] = [];
    do {
      // Whoever has tails at first is asked for more.
      const more = odometer.choose('value', 'a', coin) === 0 ? [] : [3];
      run(odometer, [...more, 1, 2]);
      lists.push(encodeChoices(odometer.indices));
    } while (odometer.next());
    expect(lists).toEqual(['00', '01', '100', '101', '110', '111', '120', '121']);
    const fickle = new Odometer();
    run(fickle, [2, 2]);
    fickle.next();
    expect(() => run(fickle, [3])).toThrow('choice 0 had 2 options');
  });
});

describe('encoded choices', () => {
  test('come back as they were, a character each up to 35', () => {
    expect(encodeChoices([0, 10, 35, 36, 38, 1])).toBe('0az(10)(12)1');
    const indices = fc.array(fc.oneof(fc.nat(40), fc.nat()));
    fc.assert(
      fc.property(indices, (list) => {
        const word = encodeChoices(list);
        expect(decodeChoices(word)).toEqual(list);
        expect(encodeURIComponent(word)).toBe(word);
      }),
    );
  });

  test('say where they are wrong', () => {
    expect(() => decodeChoices('01-2')).toThrow('choices: -2 at 2');
    for (const word of ['(1)', '(01)', '(12', 'A', '()']) {
      expect(() => decodeChoices(word)).toThrow(SyntaxError);
    }
    expect(() => encodeChoices([-1])).toThrow(RangeError);
  });
});

describe('latencyChoice', () => {
  test('offers the ends of the range and what lies evenly between, and no more than a few', () => {
    expect(latencyChoice({ min: 5, max: 5 }).valuesMs).toEqual([5]);
    expect(latencyChoice({ min: 1, max: 4 }).valuesMs).toEqual([1, 2, 3, 4]);
    const wide = latencyChoice({ min: 0, max: 150 });
    expect(wide.valuesMs).toEqual(Array.from({ length: LATENCY_OPTIONS_MAX }, (_, i) => i * 10));
    expect(wide.options[1]).toEqual({ label: '10 ms' });
    for (const range of [
      { min: 2, max: 1 },
      { min: -1, max: 1 },
      { min: 0, max: 0.5 },
    ]) {
      expect(() => latencyChoice(range)).toThrow(RangeError);
    }
  });
});
