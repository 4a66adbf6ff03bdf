/** Which transitions XState looks at for an event, and what their guards say: its own search, with notes taken. */
import type {
  AnyMachineSnapshot,
  AnyStateMachine,
  AnyStateNode,
  AnyTransitionDefinition,
} from 'xstate';
import type { ChartEvent } from './chart.ts';
import { asCombinator, guardInWords, nameOf } from './names.ts';
import { children } from './states.ts';
import { type Facts, watched } from './watched.ts';

export interface GuardAnswer {
  readonly name: string;
  readonly value: boolean;
  /** What it looked at. */
  readonly facts: Readonly<Facts>;
}

export interface Choice {
  readonly transition: AnyTransitionDefinition;
  readonly answer: 'passed' | 'refused' | 'notAsked';
  readonly guards: readonly GuardAnswer[];
}

/** @param type of the transitions: the event's, or empty for those that wait for none */
export function consider(
  snapshot: AnyMachineSnapshot,
  event: ChartEvent,
  type: string,
): readonly Choice[] {
  return new Search(snapshot, event, type).of(snapshot.machine.root, snapshot.value);
}

class Search {
  readonly #snapshot: AnyMachineSnapshot;
  readonly #event: ChartEvent;
  readonly #type: string;

  constructor(snapshot: AnyMachineSnapshot, event: ChartEvent, type: string) {
    this.#snapshot = snapshot;
    this.#event = event;
    this.#type = type;
  }

  /** From the inside out; of regions, all are asked before the state around them. */
  of(node: AnyStateNode, value: unknown): readonly Choice[] {
    const inner = children(node)
      .filter(({ key }) => key === value || (isRecord(value) && key in value))
      .flatMap((child) => this.of(child, isRecord(value) ? value[child.key] : undefined));
    const isAnswered = inner.some(({ answer }) => answer === 'passed');
    return [...inner, ...this.#ask(node, isAnswered)];
  }

  #ask(node: AnyStateNode, isAnswered: boolean): readonly Choice[] {
    let isOver = isAnswered;
    const candidates = this.#type === '' ? node.always : node.transitions.get(this.#type);
    return (candidates ?? []).map((transition) => {
      if (isOver) return { transition, answer: 'notAsked', guards: [] };
      const guards: GuardAnswer[] = [];
      isOver = transition.guard === undefined || this.#evaluate(transition.guard, guards);
      return { transition, answer: isOver ? 'passed' : 'refused', guards };
    });
  }

  #evaluate(guard: unknown, answers: GuardAnswer[]): boolean {
    const combinator = asCombinator(guard);
    if (combinator === undefined) return this.#named(nameOf(guard) as string, answers);
    const inner = (combinator.guards ?? []) as readonly unknown[];
    if (combinator.name === 'not') return !this.#evaluate(inner[0], answers);
    if (combinator.name === 'and') return inner.every((part) => this.#evaluate(part, answers));
    if (combinator.name === 'or') return inner.some((part) => this.#evaluate(part, answers));
    const value = this.#snapshot.matches(combinator.stateValue as never);
    answers.push({ name: guardInWords(guard) as string, value, facts: {} });
    return value;
  }

  #named(name: string, answers: GuardAnswer[]): boolean {
    const { guards } = (this.#snapshot.machine as AnyStateMachine).implementations;
    const facts: Facts = {};
    const context = watched(this.#snapshot.context, 'context', facts);
    const event = watched(this.#event, 'event', facts);
    const value = (guards[name] as unknown as (args: object) => boolean)({ context, event });
    answers.push({ name, value, facts });
    return value;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
