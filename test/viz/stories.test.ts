// Every story is played, and held to its word: each caption has its event, in order, and what it states is so.
import { describe, expect, test } from 'vitest';
import { clause } from '../../machines/index.ts';
import { why } from '../../sim/explain/why.ts';
import { parseFilter } from '../../sim/filter/filter.ts';
import { scenarioNamed } from '../../sim/scenarios/index.ts';
import { stories, storyNamed } from '../../sim/stories/index.ts';
import {
  type PlayedCaption,
  playStory,
  type Stage,
  stageOf,
  stagesOf,
} from '../../sim/stories/play.ts';
import {
  CAPTION_LENGTH_MAXIMUM,
  type Fact,
  type Look,
  type Story,
} from '../../sim/stories/story.ts';
import { OpenTrace } from '../../viz/worker/trace.ts';
import { traceOf } from '../sim/inspect/traces.ts';

/**
 * Statements that a caption speaks of before they are at work, or that hold back what does not happen. All others have
 * to be at work in the very record.
 */
const SPOKEN_OF: Readonly<Record<string, readonly string[]>> = {
  'clean-start': ['v5 MQTT-3.1.2-23'],
  takeover: ['v5 3.1.4 will of the existing connection'],
  will: ['v3 MQTT-3.14.4-3', 'v3 MQTT-3.1.2-10'],
  'qos1-retry': ['v3 MQTT-4.3.2-2'],
  'receive-maximum': ['v5 MQTT-3.3.4-9', 'v5 4.9 send quota returned'],
  'session-expiry': ['v5 MQTT-3.2.2-5'],
  'expiry-race': ['v5 MQTT-3.2.2-5'],
  versions: ['v3 MQTT-3.1.2-4', 'v5 MQTT-3.1.2-5', 'v5 3.1.2.11.2 session expiry'],
  // The client's own chart is told of by notes, without clauses.
  'client-id-war': ['v5 MQTT-3.2.2-4'],
  'message-expiry': ['v5 MQTT-3.3.2-5', 'v5 MQTT-3.3.2-6'],
  'shared-subscription': ['v5 MQTT-4.8.2-1'],
};

function played(story: Story): readonly (PlayedCaption & { readonly stage: Stage })[] {
  const stages = stagesOf(story);
  return playStory(story, stages).map((caption) => {
    return { ...caption, stage: stages[caption.caption.of === 'b' ? 1 : 0] as Stage };
  });
}

describe('the stories', () => {
  test('are at least twelve, each with a name of its own', () => {
    expect(stories.length).toBeGreaterThanOrEqual(12);
    expect(new Set(stories.map(({ id }) => id)).size).toBe(stories.length);
    expect(storyNamed('takeover').title).toBe('Takeover');
    expect(() => storyNamed('nope')).toThrow("no story 'nope'; there are first-connect,");
  });
});

describe.each(stories.map((story) => [story.id, story] as const))('%s', (id, story) => {
  const captions = played(story);

  test('every caption has its event, in order, and what it states is so', () => {
    expect(captions.length).toBeGreaterThanOrEqual(4);
    for (const { caption, n, failed } of captions) {
      expect({ caption: caption.text, n, failed }).toEqual({
        caption: caption.text,
        n: expect.any(Number),
        failed: [],
      });
      expect(caption.facts.length, caption.text).toBeGreaterThan(0);
    }
    for (const of of ['a', 'b']) {
      const places = captions.filter(({ caption }) => (caption.of ?? 'a') === of);
      const numbers = places.map(({ n }) => n as number);
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    }
  });

  test('captions are short, and say what to look at, which is there', () => {
    const { clientId, promise } = story;
    expect(promise.length).toBeLessThan(120);
    for (const { caption, n, stage } of captions) {
      expect(caption.text.length).toBeLessThanOrEqual(CAPTION_LENGTH_MAXIMUM);
      expect(caption.text).toMatch(/^[A-Z"0-9].*[.?]$/);
      const seen = isSeen(caption.look, clientId, n as number, stage);
      expect({ text: caption.text, ...seen }).toEqual({
        ...seen,
        text: caption.text,
        isThere: true,
      });
    }
  });

  test('the statements that it cites are at work there, or it speaks of them', () => {
    for (const { caption, n, stage } of captions) {
      const atWork = clausesAt(stage, n as number);
      const cited = caption.clauses.filter((each) => !atWork.has(each));
      expect(cited.filter((each) => !SPOKEN_OF[id]?.includes(each))).toEqual([]);
      const { clients } = scenarioNamed(story.scenario);
      const isOld = caption.of === undefined && clients.every(({ is }) => is.version === 4);
      if (isOld) expect(caption.clauses.map((each) => clause(each).version)).not.toContain('5.0');
    }
  });

  test('its filters and its client exist', () => {
    for (const { caption } of captions) expect(() => parseFilter(caption.at)).not.toThrow();
    const [stage] = stagesOf(story);
    expect(stage?.run.timeline.lifelines.map(({ label }) => label)).toContain(story.clientId);
  });
});

const opened = new WeakMap<Stage, OpenTrace>();

/** By what the page says of the record. */
function isSeen(look: Look, clientId: string, n: number, stage: Stage) {
  if (look.pane === 'ladder') return { isThere: true };
  const trace = opened.get(stage) ?? new OpenTrace(stage.lines);
  opened.set(stage, trace);
  const { active, ledger } = trace.moment(n, clientId, false);
  if (look.pane === 'chart') {
    const { states } = active[look.chart];
    const leaves = states.flatMap((state) => state.split(' & '));
    const isThere = leaves.some((leaf) => `${leaf}.`.startsWith(`${look.state}.`));
    return { isThere, look, states };
  }
  if (look.pane === 'timers') {
    const names = ledger.find(({ name }) => name === 'timers')?.entries.map(({ name }) => name);
    return { isThere: names?.some((name) => name.startsWith(`${look.timer} `)), look, names };
  }
  return { isThere: ledger.some(({ name }) => name === look.section), look };
}

function clausesAt({ lines, subjects }: Stage, n: number): ReadonlySet<string> {
  const events = subjects.filter((subject) => subject.n === n);
  const links = events.flatMap(({ event }) => why(lines, event.id)[0]?.links ?? []);
  return new Set([
    ...events.flatMap(({ clauses }) => clauses),
    ...links.flatMap(({ clauses }) => clauses),
  ]);
}

/** Of the takeover, at the record that takes over, after the message that is lost. */
const FALSE: readonly Fact[] = [
  { fact: 'together', with: 'kind:SUBSCRIBE' },
  { fact: 'meanwhile', event: 'kind:SUBSCRIBE' },
  { fact: 'neverMeanwhile', event: 'kind:PUBACK' },
  { fact: 'neverBefore', event: 'kind:SUBSCRIBE' },
  { fact: 'later', event: 'kind:SUBSCRIBE' },
  { fact: 'neverLater', event: 'kind:DISCONNECT client:heater' },
  { fact: 'times', event: 'kind:session.takenOver', count: 2 },
  { fact: 'held', section: 'sessions', words: '"nobody"' },
  { fact: 'notHeld', section: 'sessions', words: '"sensor" online' },
  { fact: 'afterSeconds', from: 0, to: 3 },
];

describe('a caption', () => {
  const story = storyNamed('takeover');
  const stages = [stageOf(traceOf('takeover'))];
  /** The message that is lost, and the takeover, with other facts. */
  const withFacts = (facts: readonly Fact[]): Story => ({
    ...story,
    captions: story.captions.slice(1, 3).map((caption, at) => {
      return { ...caption, facts: at === 1 ? facts : [] };
    }),
  });

  test.each(FALSE)('that states what is not so is found out: %o', (fact) => {
    const [, caption] = playStory(withFacts([fact]), stages);
    expect(caption).toMatchObject({ n: 41, failed: [fact] });
  });

  test('that has no event in the run has none', () => {
    const [lost] = playStory(story, [stageOf(traceOf('resume'))]);
    expect(lost?.n).toBeUndefined();
  });

  test('finds its event under other seeds', () => {
    for (const id of ['takeover', 'resume', 'will', 'keep-alive-timeout', 'qos2-lost-pubrec']) {
      const story = storyNamed(id);
      for (const seed of ['2', '3', '4']) {
        const captions = playStory(story, [stageOf(traceOf(story.scenario, seed))]);
        expect(captions.every(({ n }) => n !== undefined)).toBe(true);
      }
    }
  });
});
