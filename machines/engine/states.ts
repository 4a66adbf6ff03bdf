import type { AnyStateMachine, AnyStateNode } from 'xstate';

/** Every state node of a machine, the root first, in document order. */
export function stateNodes(machine: AnyStateMachine): readonly AnyStateNode[] {
  const found: AnyStateNode[] = [];
  const visit = (node: AnyStateNode): void => {
    found.push(node);
    for (const child of children(node)) visit(child);
  };
  visit(machine.root);
  return found;
}

export function children(node: AnyStateNode): readonly AnyStateNode[] {
  return Object.values(node.states);
}

/** A state as people write it: `connected.traffic.open`; the root goes by the chart's name. */
export function pathOf(node: AnyStateNode): string {
  return node.path.length === 0 ? node.machine.id : node.path.join('.');
}

/** The state itself, then its ancestors up to the root: the order in which XState asks them. */
export function withAncestors(node: AnyStateNode): readonly AnyStateNode[] {
  const chain: AnyStateNode[] = [];
  for (let at: AnyStateNode | undefined = node; at !== undefined; at = at.parent) chain.push(at);
  return chain;
}

export function asList<Item>(value: Item | readonly Item[] | undefined): readonly Item[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as Item];
}
