/** The scenario that is being written: its text, what is wrong with it, and running it. */
import { signal } from '@preact/signals';
import type { Problem } from '../../sim/scenario/text/problem.ts';
import { FIRST_PLACE } from '../hash.ts';
import type { Made } from '../protocol.ts';
import { ask } from '../rpc.ts';
import { openScenario } from '../state/open.ts';
import { run, sayTrouble } from '../state/run.ts';
import { view } from '../state/view.ts';

export const draft = signal('');
export const problems = signal<readonly Problem[]>([]);

/** Whoever writes is not interrupted at every key. */
const CHECK_AFTER_MS = 200;
let timer: number | undefined;

export function checkSoon(): void {
  clearTimeout(timer);
  timer = window.setTimeout(check, CHECK_AFTER_MS);
}

async function check(): Promise<void> {
  const text = draft.peek();
  const checked = await ask('checkScenario', { text });
  if (text === draft.peek()) problems.value = checked.problems;
}

/** The text of an open scenario takes the place of what was written. */
export async function takeScenarioOf({ scenario, text }: Made): Promise<void> {
  try {
    const made = { scenario, ...(text !== undefined && { text }) };
    draft.value = (await ask('scenarioText', made)).text;
    problems.value = [];
  } catch (error) {
    sayTrouble('', error);
  }
}

export async function runDraft(): Promise<void> {
  await check();
  if (problems.peek().length > 0) return;
  const text = draft.peek();
  const { name } = await ask('checkScenario', { text });
  const source = run.peek()?.source;
  const seed = source?.kind === 'scenario' ? source.seed : FIRST_PLACE.seed;
  const isOpen = await openScenario({ scenario: name, seed, text, at: undefined });
  if (isOpen) view.value = 'ladder';
}
