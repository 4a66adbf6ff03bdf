/** A run that can be looked at, and intervened in, at any record. Intervening makes another run; this one stays. */
import { simulatedHeader } from '../scenario/header.ts';
import { Course, type Mark, type Story } from './course.ts';
import { type Deed, type Intervention, InterventionError, type Place } from './deed.ts';
import { Memory } from './memory.ts';

/** An intervention that cannot be done where it stands. */
export interface RunProblem {
  /** Which of them, from 0; those after it have not been done either. */
  readonly index: number;
  readonly message: string;
}

/** A course that nobody goes on with, for forks to begin from. */
interface Keyframe {
  readonly course: Course;
  /** How many marks there were. */
  readonly marks: number;
}

/** What has been told of a run. */
interface Told {
  /** Only the interventions that could be done. */
  readonly story: Story;
  readonly lines: readonly string[];
  readonly marks: readonly Mark[];
  /** In the order of their records; the first is the beginning. */
  readonly keyframes: readonly Keyframe[];
  /** Of each intervention, the last record that it has led to at once. */
  readonly doneAt: readonly number[];
  readonly problem: RunProblem | undefined;
}

const KEYFRAME_STEPS = 64;
/** Many times what any scenario needs: one that does not come to rest before is somebody's loop. */
const STEPS_MAXIMUM = 200_000;

export class InteractiveRun {
  readonly #told: Told;
  readonly #memory: Memory;

  private constructor(told: Told, memory: Memory) {
    this.#told = told;
    this.#memory = memory;
  }

  /** Never throws for what cannot be done: see `problem`. */
  static of(story: Story): InteractiveRun {
    const memory = new Memory();
    const plain = { ...story, interventions: [] };
    const lines: string[] = [];
    const first = Course.begin(plain, memory, (line) => lines.push(line));
    lines.push(JSON.stringify(simulatedHeader(first.world, story.seed)));
    const nothing = {
      story: plain,
      lines,
      marks: [],
      keyframes: [],
      doneAt: [],
      problem: undefined,
    };
    const told = tell(first, nothing);
    memory.endedAtMs = first.world.nowMs;
    const run = new InteractiveRun(told, memory);
    return story.interventions.length === 0 ? run : run.#retold(story, 0);
  }

  /** What was told: only the interventions that could be done. */
  get story(): Story {
    return this.#told.story;
  }

  /** The trace, header first, without line ends. */
  get lines(): readonly string[] {
    return this.#told.lines;
  }

  get problem(): RunProblem | undefined {
    return this.#told.problem;
  }

  /** How many records there are. */
  get count(): number {
    return this.lines.length - 1;
  }

  /** Steps that happened. */
  get steps(): number {
    return this.#told.marks.length;
  }

  get endedAtMs(): number {
    return this.#told.marks.at(-1)?.timeMs ?? 0;
  }

  /** The last record of the step that has written this one: something done after it is done there. */
  boundary(n: number): number {
    return n === 0 ? 0 : (this.#told.marks.find((mark) => mark.n >= n)?.n ?? this.count);
  }

  /** What the run itself does next after that record, by its label; undefined at its end. */
  nextAfter(n: number): string | undefined {
    const { marks } = this.#told;
    const at = n === 0 ? -1 : marks.findIndex((mark) => mark.n >= n);
    return marks.slice(at + 1).find(({ what }) => what !== '')?.what;
  }

  /** The run right after that record, to be looked at, and to go on by itself. */
  at(n: number): Course {
    if (!(n >= 0 && n <= this.count)) {
      throw new InterventionError(
        `there is no record ${n}: the run ends with record ${this.count}`,
      );
    }
    const course = this.#keyframeBefore(n).course.fork(this.story);
    while (course.n < n) course.advance();
    return course;
  }

  /** The interventions that have been done by that record. */
  doneBy(n: number): readonly Intervention[] {
    const boundary = this.boundary(n);
    const { story, doneAt } = this.#told;
    return story.interventions.filter((_, i) => (doneAt[i] as number) <= boundary);
  }

  /**
   * The same run up to that place, and from there on another.
   * @throws InterventionError when it cannot be done there
   */
  fork({ at, ...place }: Place, deed: Deed): InteractiveRun {
    const boundary = this.boundary(at);
    const interventions = [...this.doneBy(at), { at: boundary, ...place, ...deed }];
    const run = this.#retold({ ...this.story, interventions }, boundary);
    if (run.problem !== undefined) throw new InterventionError(run.problem.message);
    return run;
  }

  /** @param shared a record up to which the other story is this one's */
  #retold(story: Story, shared: number): InteractiveRun {
    const { keyframes, lines, marks, doneAt } = this.#told;
    const begin = this.#keyframeBefore(shared);
    const { course } = begin;
    const copied = lines.slice(0, course.n + 1);
    const header = JSON.parse(copied[0] as string);
    // Scenario and seed alone would not give this run again.
    copied[0] = JSON.stringify({ ...header, scenario: null, seed: null });
    const before: Told = {
      story,
      lines: copied,
      marks: marks.slice(0, begin.marks),
      keyframes: keyframes.slice(0, keyframes.indexOf(begin)),
      doneAt: doneAt.slice(0, course.done),
      problem: undefined,
    };
    const told = tell(
      course.fork(story, (line) => copied.push(line)),
      before,
    );
    return new InteractiveRun(told, this.#memory);
  }

  #keyframeBefore(n: number): Keyframe {
    const { keyframes } = this.#told;
    return keyframes.findLast(({ course }) => course.n < n) ?? (keyframes[0] as Keyframe);
  }
}

/**
 * Tells a story on to its end.
 * @param course writes its lines into those of `before`
 */
function tell(course: Course, before: Told): Told {
  const marks = [...before.marks];
  const keyframes = [...before.keyframes];
  const doneAt = [...before.doneAt];
  let { story } = before;
  let own = course;
  let problem: RunProblem | undefined;
  for (let steps = 0; ; steps++) {
    if (steps > STEPS_MAXIMUM) {
      throw new InterventionError(`${story.scenario.name}: no end after ${STEPS_MAXIMUM} steps`);
    }
    if (steps % KEYFRAME_STEPS === 0) {
      keyframes.push({ course: own.fork(story), marks: marks.length });
    }
    const { n, done } = own;
    try {
      const mark = own.advance();
      if (mark === undefined) break;
      if (mark.what !== '' || mark.n > n) marks.push(mark);
      if (own.done > done) doneAt.push(mark.n);
    } catch (error) {
      if (!(error instanceof InterventionError)) throw error;
      problem = { index: done, message: error.message };
      story = { ...story, interventions: story.interventions.slice(0, done) };
      own = own.fork(story, own.line);
    }
  }
  return { ...before, story, marks, keyframes, doneAt, problem };
}
