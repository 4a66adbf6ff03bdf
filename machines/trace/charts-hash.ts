/**
 * A number for the law: the structure of all charts (states, transitions, the names of guards, actions and delays),
 * hashed. Two programs with the same number answer alike, unless the code behind a name has changed.
 */
import type { AnyStateMachine } from 'xstate';
import { machines } from '../charts/index.ts';
import { describeChart } from '../engine/describe.ts';
import { namesOf } from '../engine/names.ts';
import { pathOf, stateNodes } from '../engine/states.ts';

const FNV_OFFSET = 0xcbf2_9ce4_8422_2325n;
const FNV_PRIME = 0x100_0000_01b3n;

let known: string | undefined;

/** 16 hexadecimal digits. */
export function chartsHash(): string {
  known ??= hashOf(Object.values<AnyStateMachine>(machines).map(structureOf));
  return known;
}

/** Of one chart. Clauses are left out: which statement a transition is for does not change what it does. */
export function structureOf(machine: AnyStateMachine): unknown {
  const states = stateNodes(machine).map((node) => ({
    path: pathOf(node),
    type: node.type,
    initial: node.type === 'compound' ? node.initial.target.map(pathOf) : [],
    entry: namesOf(node.config.entry),
    exit: namesOf(node.config.exit),
  }));
  const transitions = describeChart(machine).map(({ clauses: _, ...row }) => row);
  return { id: machine.id, states, transitions };
}

export function hashOf(structure: unknown): string {
  let hash = FNV_OFFSET;
  for (const character of JSON.stringify(structure)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(character.codePointAt(0) as number)) * FNV_PRIME);
  }
  return hash.toString(16).padStart(16, '0');
}
