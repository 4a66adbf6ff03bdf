// The same inputs give the same effects: under both engines, and in a fork whatever the original does meanwhile.
import fc from 'fast-check';
import { describe } from 'vitest';
import { always } from '../support/properties/check.ts';
import { Player } from '../support/properties/player.ts';
import { expectSame, record } from '../support/properties/recording.ts';
import type { Sightings } from '../support/properties/sightings.ts';
import { Story, stories } from '../support/properties/story.ts';
import { performLine } from '../support/transcript/commands.ts';
import type { World } from '../support/world/world.ts';

function perform(world: World, lines: readonly string[]): void {
  for (const line of lines) performLine(world, line);
}

function note(effects: readonly string[], sightings: Sightings): void {
  for (const effect of effects) {
    for (const word of ['session.takenOver', 'will.published', '"PUBREL"', 'session.resumed']) {
      if (effect.includes(word)) sightings.saw(word);
    }
  }
}

/** A story, and another end for it from a certain template on. */
class Fork {
  readonly story: Story;
  readonly other: Story;
  readonly at: number;

  constructor(story: Story, other: Story, at: number) {
    this.story = story;
    // One broker, so one set of options.
    this.other = new Story(story.options, other.templates);
    this.at = Math.min(at, story.templates.length);
  }

  /** The lines before the fork, and those of its two sides. Connections of the other side have other names. */
  lines(): { readonly stem: string[]; readonly left: string[]; readonly right: string[] } {
    const { templates } = this.story;
    const stem = new Story(this.story.options, templates.slice(0, this.at)).lines();
    const left = this.story.lines().slice(stem.length);
    const right = [...templates.slice(0, this.at), ...this.other.templates];
    return {
      stem: [...stem],
      left: [...left],
      right: [...new Story(this.story.options, right).lines().slice(stem.length)],
    };
  }

  [fc.toStringMethod](): string {
    const { stem, left, right } = this.lines();
    return ['', ...stem, '# original', ...left, '# fork', ...right, ''].join('\n');
  }
}

function forks(durable: boolean): fc.Arbitrary<Fork> {
  const story = stories({ durable });
  return fc
    .tuple(story, story, fc.nat(40))
    .map(([original, other, at]) => new Fork(original, other, at));
}

for (const durable of [false, true]) {
  describe(durable ? 'with a store that takes its time' : 'without a store', () => {
    const sometimes = ['session.takenOver', 'will.published', '"PUBREL"', 'session.resumed'];

    always(
      'charts compiled to tables and charts run by XState give the same effects',
      stories({ durable }),
      (story, sightings) => {
        const world = story.world('compiled');
        const compiled = record(world);
        const player = new Player(world);
        for (const template of story.templates) player.play(template);
        const twin = story.world('xstate');
        const interpreted = record(twin);
        perform(twin, player.lines);
        expectSame(compiled, interpreted, 'engines');
        note(compiled, sightings);
      },
      { runs: 200, sometimes },
    );

    always(
      'a fork and its original do not notice each other',
      forks(durable),
      (fork, sightings) => {
        const { stem, left, right } = fork.lines();
        const original = fork.story.world();
        perform(original, stem);
        const twin = original.fork();
        const [leftEffects, rightEffects] = [record(original), record(twin)];
        // In turns, so that whatever they share is written to by both.
        for (let i = 0; i < Math.max(left.length, right.length); i++) {
          perform(original, left.slice(i, i + 1));
          perform(twin, right.slice(i, i + 1));
        }
        for (const [lines, effects] of [
          [left, leftEffects],
          [right, rightEffects],
        ] as const) {
          const alone = fork.story.world();
          perform(alone, stem);
          const undisturbed = record(alone);
          perform(alone, lines);
          expectSame(effects, undisturbed, 'a fork and a broker that was never forked');
        }
        if (stem.length > 5 && left.length > 5 && right.length > 5) sightings.saw('a real fork');
        note(leftEffects, sightings);
      },
      { runs: 200, sometimes: [...sometimes, 'a real fork'] },
    );

    always(
      'a fork given the same inputs gives the same effects',
      forks(durable),
      (fork, sightings) => {
        const { stem, left } = fork.lines();
        const original = fork.story.world();
        perform(original, stem);
        const twin = original.fork();
        const [first, second] = [record(original), record(twin)];
        perform(original, left);
        perform(twin, left);
        expectSame(first, second, 'original and fork');
        note(first, sightings);
      },
      { runs: 200, sometimes },
    );
  });
}
