/** Calls about two runs side by side, and about stories, some of which have two. */
import { runOf } from '../../sim/compare/run.ts';
import { type TwinSide, twinOf } from '../../sim/compare/twin.ts';
import type { Scenario } from '../../sim/scenario/scenario.ts';
import { readScenario } from '../../sim/scenario/text/parse.ts';
import { scenarioNamed } from '../../sim/scenarios/index.ts';
import { simulate } from '../../sim/simulate.ts';
import { stories, storyNamed } from '../../sim/stories/index.ts';
import { playStory, type Stage, stageOf } from '../../sim/stories/play.ts';
import type { Story } from '../../sim/stories/story.ts';
import type {
  Beside,
  BesideRow,
  CaptionWords,
  OpenedStory,
  StoryCard,
} from '../beside/protocol.ts';
import type { BothFormat } from '../export/both-formats.ts';
import type { ExportedFile } from '../export/exported.ts';
import type { Made, Opened } from '../protocol.ts';
import { besideFile, besideOf, besideRows, clauseText } from './besides.ts';
import { addRun, runNumbered } from './runs.ts';

export const compareCalls = {
  /** Two runs that are open. */
  compared({ a, b }: { readonly a: Opened; readonly b: Opened }): Beside {
    return besideOf(openRun(a), openRun(b));
  },

  /** @throws RangeError for a scenario that there is not, ScenarioError for a text that is none */
  twin({ scenario, seed, text }: Pick<Made, 'scenario' | 'seed' | 'text'>): Beside {
    const told = text === undefined ? scenarioNamed(scenario) : readScenario(text);
    return twinBeside(told, seed, text);
  },

  besideRows({ id, from, to }: { id: number; from: number; to: number }): readonly BesideRow[] {
    return besideRows(id, from, to);
  },

  /** What is different, as a file. */
  besideFile({ id, format }: { id: number; format: BothFormat }): ExportedFile {
    return besideFile(id, format);
  },

  stories(): readonly StoryCard[] {
    return stories.map(cardOf);
  },

  /** Its run, or its two runs, and its captions. @throws RangeError for a story that there is not */
  story({ id }: { readonly id: string }): OpenedStory {
    const story = storyNamed(id);
    const { scenario, seed, beside, clientId } = story;
    const told = scenarioNamed(scenario);
    const card = cardOf(story);
    if (beside === 'versions') {
      const both = twinBeside(told, seed, undefined);
      const captions = captionsOf(story, [stageNumbered(both.a.run), stageNumbered(both.b.run)]);
      return { card, opened: both.b, clientId, beside: both, captions };
    }
    const opened = openedUnder(told, seed);
    if (beside === undefined) {
      const captions = captionsOf(story, [stageNumbered(opened.run)]);
      return { card, opened, clientId, beside: undefined, captions };
    }
    const other = openedUnder(told, beside.seed);
    const both = besideOf(openRun(opened), openRun(other));
    const captions = captionsOf(story, [stageNumbered(opened.run), stageNumbered(other.run)]);
    return { card, opened, clientId, beside: both, captions };
  },

  /** The captions of a story on another run: another seed, a branch. */
  captions({ id, run }: { readonly id: string; readonly run: number }): readonly CaptionWords[] {
    return captionsOf(storyNamed(id), [stageNumbered(run)]);
  },
};

function cardOf({ id, title, promise, scenario, beside }: Story): StoryCard {
  const { clients } = scenarioNamed(scenario);
  const isOld = clients.every(({ is }) => is.version === 4);
  const versions = beside === 'versions' ? '3.1.1 and 5.0' : isOld ? '3.1.1' : '5.0';
  return { id, title, promise, versions };
}

function captionsOf(story: Story, stages: readonly Stage[]): readonly CaptionWords[] {
  return playStory(story, stages).map(({ caption, n, failed }) => ({
    text: caption.text,
    clauses: caption.clauses.map(clauseText),
    of: caption.of ?? 'a',
    n: n ?? 0,
    look: caption.look,
    isSo: n !== undefined && failed.length === 0,
  }));
}

function stageNumbered(run: number): Stage {
  return stageOf(runNumbered(run).trace.lines);
}

function openedUnder(scenario: Scenario, seed: string): Opened {
  const { name, title, about } = scenario;
  const lines: string[] = [];
  simulate(scenario, seed, (line) => lines.push(line));
  return addRun(lines, { source: { kind: 'scenario', scenario: name, seed }, name, title, about });
}

function openRun(opened: Opened) {
  return { opened, run: runOf(runNumbered(opened.run).trace.lines) };
}

function twinBeside(scenario: Scenario, seed: string, text: string | undefined): Beside {
  const twin = twinOf(scenario, seed);
  const side = (own: TwinSide): { run: TwinSide['run']; opened: Opened } => {
    const { name, title, about } = own.scenario;
    // The other side keeps in step with this one, so that its seed alone does not make it again.
    const source =
      own.scenario === scenario
        ? ({ kind: 'scenario', scenario: name, seed, ...(text && { text }) } as const)
        : ({ kind: 'file', name: `${name}.jsonl` } as const);
    const whole = own.scenario === scenario ? title : `${title} (told in ${own.version})`;
    return { run: own.run, opened: addRun(own.lines, { source, name, title: whole, about }) };
  };
  return besideOf(side(twin.a), side(twin.b), twin);
}
