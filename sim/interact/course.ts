/**
 * A run on its way: a world, who chooses in it, and the interventions that are still to come. It takes one step at a
 * time and can be forked between any two, so that runs which begin alike share what they have alike.
 */
import type { BrokerOptions } from '../../machines/index.ts';
import type { CauseId } from '../../machines/trace/format.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { settled } from '../scenario/settle.ts';
import { TraceLog, type WorldLog } from '../world/log.ts';
import { World } from '../world/world.ts';
import { Chance } from './chance.ts';
import { type Intervention, InterventionError } from './deed.ts';
import type { Memory } from './memory.ts';
import { AFTERMATH_MS, perform } from './perform.ts';

export interface Story {
  readonly scenario: Scenario;
  readonly seed: string;
  /** In the order in which they are done. */
  readonly interventions: readonly Intervention[];
}

/** A step of a run: what came of it, and what it was. */
export interface Mark {
  /** The last record after it. */
  readonly n: number;
  readonly timeMs: number;
  /** The label of what happened; empty when the time moved on, or somebody intervened. */
  readonly what: string;
}

type Line = (line: string) => void;

export class Course {
  readonly world: World;
  /** Takes the lines of the records; without it nothing is written. */
  readonly line: Line | undefined;
  readonly #story: Story;
  readonly #chance: Chance;
  readonly #log: NumberedLog;
  #next: number;
  /** When the next intervention is due, once its record has been reached. */
  #dueMs: number | undefined;

  private constructor(
    story: Story,
    parts: { world: World; chance: Chance; log: NumberedLog; line?: Line | undefined },
    from?: Course,
  ) {
    this.#story = story;
    this.world = parts.world;
    this.#chance = parts.chance;
    this.#log = parts.log;
    this.line = parts.line;
    this.#next = from?.done ?? 0;
    this.#dueMs = from === undefined ? undefined : from.#dueMs;
  }

  /**
   * The run without interventions, from which all others are forked.
   * @param memory is written to
   */
  static begin(story: Story, memory: Memory, line: Line): Course {
    // The world is not there yet when its chooser is made.
    const held: { world?: World } = {};
    const chance = new Chance(story.seed, memory, true, () => held.world?.nowMs ?? 0);
    const log = new NumberedLog(0);
    const world = new World(settled(story.scenario, chance), chance, log);
    held.world = world;
    log.open(world.options, line);
    return new Course(story, { world, chance, log, line });
  }

  /** The last record. */
  get n(): number {
    return this.#log.n;
  }

  /** How many interventions have been done. */
  get done(): number {
    return this.#next;
  }

  /**
   * @returns undefined when the run is over
   * @throws InterventionError for what cannot be done at its place; a fork can go on without it
   */
  advance(): Mark | undefined {
    const intervention = this.#story.interventions[this.#next];
    if (intervention !== undefined && this.#isDue(intervention)) {
      this.#intervene(intervention);
      return this.#mark('');
    }
    this.#chance.taken = '';
    if (this.world.step()) return this.#mark(this.#chance.taken);
    if (intervention === undefined) return undefined;
    throw new InterventionError(
      `there is no record ${intervention.at}: the run ends with record ${this.n}`,
    );
  }

  /** The same run from here on, for another story that has the same interventions up to here. */
  fork(story: Story, line?: Line): Course {
    const held: { world?: World } = {};
    const chance = this.#chance.fork(() => held.world?.nowMs ?? 0);
    const log = new NumberedLog(this.n);
    const world = this.world.fork(chance, log);
    held.world = world;
    log.open(world.options, line);
    return new Course(story, { world, chance, log, line }, this);
  }

  /** True when all that happens before it has happened. */
  #isDue({ at, afterMs = 0 }: Intervention): boolean {
    if (this.n < at && this.#dueMs === undefined) return false;
    const { world } = this;
    this.#dueMs ??= world.nowMs + afterMs;
    if (afterMs === 0 || world.nowMs >= this.#dueMs) return true;
    world.state.endsAtMs = Math.max(world.state.endsAtMs, this.#dueMs + AFTERMATH_MS);
    if (world.enabled().length > 0 || world.nextDeadlineMs() < this.#dueMs) return false;
    world.clock.advanceTo(this.#dueMs);
    return true;
  }

  #intervene(intervention: Intervention): void {
    this.#dueMs = undefined;
    try {
      perform(this.world, this.#chance, intervention);
    } catch (error) {
      if (!(error instanceof InterventionError)) throw error;
      throw new InterventionError(`after record ${this.n}: ${error.message}`);
    }
    this.#next += 1;
  }

  #mark(what: string): Mark {
    return { n: this.n, timeMs: this.world.nowMs, what };
  }
}

/** Numbers the records, and writes them where somebody wants them. */
class NumberedLog implements WorldLog {
  #n: number;
  #trace: TraceLog | undefined;

  constructor(after: number) {
    this.#n = after;
  }

  get n(): number {
    return this.#n;
  }

  open(options: BrokerOptions, line: Line | undefined): void {
    if (line !== undefined) this.#trace = new TraceLog(options, line, this.#n);
  }

  step(...record: Parameters<WorldLog['step']>): CauseId {
    this.#n += 1;
    return this.#trace?.step(...record) ?? `${this.#n}`;
  }

  note(...record: Parameters<WorldLog['note']>): CauseId {
    this.#n += 1;
    return this.#trace?.note(...record) ?? `${this.#n}`;
  }
}
