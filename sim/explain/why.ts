/** Why something happened: the transitions that did it, by their clauses, and what had led to them, newest first. */
import {
  type Clause,
  type Considered,
  type Doing,
  type Effect,
  explainStep,
  machines,
  type ObservedStep,
} from '../../machines/index.ts';
import type { CauseId } from '../../machines/trace/format.ts';
import { InspectError } from '../inspect/inspect-error.ts';
import type { Progress, TraceLines } from '../inspect/trace-lines.ts';
import { count } from '../render/sentences/words.ts';
import { type Account, type Accounts, accountsOf, messageOf } from './account.ts';
import { clausesFor } from './clauses-for.ts';
import { versionOfStep } from './version-of-step.ts';
import { effectInWords, inputInWords, noteInWords, partInWords } from './words.ts';

/** One step of one chart, as part of a story. */
export interface Link {
  /** Whose chart it is: `session 1 of "sensor"`. */
  readonly part: string;
  readonly chart: string;
  /** The state that it was in, the event that came, and the state that it came to. */
  readonly state: string;
  readonly event: string;
  readonly next: string;
  /** The action, or `set T`, `clear T`, by which it had the effect that is told of. */
  readonly doing: string;
  /** The guards that let it happen. */
  readonly guards: readonly string[];
  readonly clauses: readonly Clause[];
}

export interface Happened {
  readonly id: CauseId;
  readonly timeMs: number;
  readonly what: string;
  /** The chart steps that did it, the last one first, back to the one that the input of the record caused. */
  readonly links: readonly Link[];
  /** What is to be said where it was no chart's doing, or not at once. */
  readonly remarks: readonly string[];
}

/** Newest first. */
export type Story = readonly Happened[];

/** @param id a record, `12`, or an effect of one, `12.3` */
export function why(lines: TraceLines, id: CauseId, progress?: Progress): Story {
  if (!/^\d+(\.\d+)?$/.test(id)) {
    throw new InspectError(`'${id}' is no record (12) and no effect of one (12.3)`);
  }
  return storyOf(accountsOf(lines, id, progress));
}

/** @param accounts of all that is in their chain */
export function storyOf(accounts: Accounts): Story {
  return accounts.chain.map((link, at) => happened(link, accounts, at === 0));
}

function happened(id: CauseId, accounts: Accounts, isAsked: boolean): Happened {
  const account = accounts.records.get(Number.parseInt(id, 10)) as Account;
  const head = { id, timeMs: account.t };
  if (id.includes('.')) return { ...head, ...effectStory(id, account, accounts) };
  const { input, note, names } = account;
  if (note !== undefined) {
    const beginning = note.kind === 'byHand' ? BEGINNING_HAND : BEGINNING_NOTE;
    const remarks = accounts.causes.ofRecord(account.n) === undefined ? [beginning] : [];
    return { ...head, what: noteInWords(note), links: [], remarks };
  }
  if (input === undefined) throw new Error(`record ${id} is neither input nor note`);
  const hasCause = accounts.causes.ofRecord(account.n) !== undefined;
  return {
    ...head,
    what: inputInWords(input, names),
    // Of the record that was asked about, everything; of those before, the effect that stands above says it.
    links: isAsked ? account.steps.map((step) => linkOf(step, undefined, account)) : [],
    remarks: [...(isAsked ? effectsRemark(account) : []), ...(hasCause ? [] : [BEGINNING_INPUT])],
  };
}

function effectsRemark({ n, effects }: Account): readonly string[] {
  if (effects.length === 0) return ['It had no effects.'];
  return [`It had ${count(effects.length, 'effect')}; ask for each as ${n}.1, ${n}.2 and so on.`];
}

const BEGINNING_HAND = 'This is where it begins: somebody has intervened.';
const BEGINNING_NOTE = 'This is where it begins: a script, or chance, has it so.';
const BEGINNING_INPUT =
  'This is where it begins: it came from outside, and the trace knows no more.';

function effectStory(id: CauseId, account: Account, accounts: Accounts) {
  const { effects, n, names } = account;
  const number = Number(id.slice(id.indexOf('.') + 1));
  const effect = effects[number - 1];
  if (effect === undefined) {
    const has = effects.length === 0 ? 'no effects' : `effects ${n}.1 to ${n}.${effects.length}`;
    throw new InspectError(`there is no ${id}: record ${n} has ${has}`);
  }
  // With a store, it may have been made in another step than it left in.
  const maker = accounts.records.get(accounts.causes.madeIn(id)) as Account;
  const doing = doingOf(effect, maker.steps);
  return {
    what: effectInWords(effect, names),
    links: doing === undefined ? [] : linksBack(doing, maker),
    remarks: [
      ...(doing === undefined ? notOfChart(effect, account) : []),
      ...(maker === account ? [] : [`It was ready with record ${maker.n}, ${AND_WAITED}.`]),
      ...origin(effect, maker.n, accounts),
    ],
  };
}

const AND_WAITED = 'and had to wait until the store had what it promises';

function doingOf(effect: Effect, steps: readonly ObservedStep[]): Doing | undefined {
  for (const step of steps) {
    const found = step.emitted.find((emitted) => emitted.effect === effect);
    if (found !== undefined) return { step, doing: found.doing };
  }
  return undefined;
}

function linksBack(doing: Doing, account: Account): readonly Link[] {
  const links: Link[] = [];
  for (let at: Doing | undefined = doing; at !== undefined; at = at.step.cause) {
    links.push(linkOf(at.step, at.doing, account));
  }
  return links;
}

/** @param doing of the step; undefined when the step is told of for itself */
function linkOf(step: ObservedStep, doing: string | undefined, { versions }: Account): Link {
  const { chart, before, event } = step;
  const head = { part: partInWords(step), chart, next: step.after.state.name };
  if (before === undefined) {
    const how = { state: '', event: '', doing: doing ?? '', guards: [], clauses: [] };
    return { ...head, ...how };
  }
  const explanation = explainStep(machines[chart], before, event);
  const taken = explanation.considered.filter(({ outcome }) => outcome === 'taken');
  const told = doing === undefined ? taken : thatDid(doing, taken);
  return {
    ...head,
    state: before.state.name,
    event: explanation.event,
    doing: doing ?? told.flatMap(({ actions }) => actions).join(', '),
    guards: told.flatMap(({ guard }) => guard ?? []),
    clauses: clausesFor(
      told.flatMap(({ clauses }) => clauses),
      versionOfStep(step, versions),
    ),
  };
}

/** The transitions that did it. What follows by itself, `always`, is told with what it followed. */
function thatDid(doing: string, taken: readonly Considered[]): readonly Considered[] {
  const first = taken.findIndex(({ effects }) => effects.includes(doing));
  if (first < 0) return taken;
  const isAlways = taken[first]?.event === '';
  return taken.filter(({ effects }, at) => effects.includes(doing) || (isAlways && at < first));
}

/** What the broker does without asking a chart. */
function notOfChart(effect: Effect, { steps }: Account): readonly string[] {
  if (effect.type === 'store') {
    const writers = [...new Set(steps.filter(({ wrote }) => wrote.length > 0).map(partInWords))];
    const whose = writers.length === 0 ? '' : ` Written for: ${writers.join(', ')}.`;
    return [`No chart's doing: whatever a step writes goes to the store as one batch.${whose}`];
  }
  if (effect.type === 'announce' && effect.event.type === 'connection.opened') {
    return ["No chart's doing: every connection is announced, and its chart begins after that."];
  }
  if (effect.type === 'hand') {
    return ["No chart's doing: what the program around the broker publishes is passed on at once."];
  }
  return ["No chart's doing: the broker does so whatever the state of its parts."];
}

function origin(effect: Effect, n: number, { originOf }: Accounts): readonly string[] {
  const message = messageOf(effect);
  const record = message === undefined ? undefined : originOf(message);
  if (record === undefined || record === n) return [];
  return [`The message itself came in with record ${record}.`];
}
