/** What one of the transitions of a step has led to, where regions take one each. */
import type { AnyMachineSnapshot, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { namesOf } from './names.ts';
import { children, withAncestors } from './states.ts';

/** Actions and timers in the order in which XState performs them: of what is left, its own, of what is entered. */
export function effectsOf(
  transition: AnyTransitionDefinition,
  before: AnyMachineSnapshot,
  after: AnyMachineSnapshot,
): readonly string[] {
  const isWithin = within(transition);
  const left = activeNodes(before).filter(isWithin).reverse();
  const entered = activeNodes(after).filter(isWithin);
  return [
    ...left.flatMap((node) => [...timersOf(node, 'clear'), ...namesOf(node.config.exit)]),
    ...namesOf(transition.actions),
    ...entered.flatMap((node) => [...namesOf(node.config.entry), ...timersOf(node, 'set')]),
  ];
}

/**
 * Those of the enabled transitions that are taken. Regions that leave the same state cannot all have their way: the
 * one that stands first wins, unless a later one stands further in.
 */
export function prevailing(
  enabled: readonly AnyTransitionDefinition[],
  before: AnyMachineSnapshot,
): readonly AnyTransitionDefinition[] {
  const nodes = activeNodes(before);
  const leaves = (transition: AnyTransitionDefinition) => nodes.filter(within(transition));
  let kept: AnyTransitionDefinition[] = [];
  for (const later of enabled) {
    const left = new Set(leaves(later));
    const rivals = kept.filter((earlier) => leaves(earlier).some((node) => left.has(node)));
    if (!rivals.every((earlier) => isBelow(later.source, earlier.source))) continue;
    kept = [...kept.filter((earlier) => !rivals.includes(earlier)), later];
  }
  return kept;
}

function isBelow(node: AnyStateNode, top: AnyStateNode): boolean {
  return node !== top && withAncestors(node).includes(top);
}

/** Every state of the configuration, in document order. */
export function activeNodes({ machine, value }: AnyMachineSnapshot): readonly AnyStateNode[] {
  return activeWithin(machine.root, value);
}

function activeWithin(node: AnyStateNode, value: unknown): readonly AnyStateNode[] {
  const inner = typeof value === 'object' && value !== null ? (value as Values) : undefined;
  const active = children(node).filter(({ key }) => key === value || (inner && key in inner));
  return [node, ...active.flatMap((child) => activeWithin(child, inner?.[child.key]))];
}

type Values = Readonly<Record<string, unknown>>;

function timersOf(node: AnyStateNode, what: 'set' | 'clear'): readonly string[] {
  return [...new Set(node.after.map(({ delay }) => `${what} ${String(delay)}`))];
}

/** The states that are left and entered: those below the innermost state that source and targets have in common. */
function within({ source, target, reenter }: AnyTransitionDefinition) {
  if (target === undefined || target.length === 0) return () => false;
  const staysIn = !reenter && target.every((node) => node === source || isBelow(node, source));
  const shared = withAncestors(source)
    .slice(1)
    .find((ancestor) => target.every((node) => isBelow(node, ancestor)));
  const domain = staysIn ? source : (shared ?? source.machine.root);
  return (node: AnyStateNode) => isBelow(node, domain);
}
