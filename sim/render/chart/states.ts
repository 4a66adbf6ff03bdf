/**
 * Which states of a chart a drawing shows, and under which ids. Within a region all is drawn flat, its leaves by their
 * paths: Mermaid fails on transitions that begin or end at a composite state within a region.
 */
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { children, stateNodes, withAncestors } from '../../../machines/engine/states.ts';

export function isRegion({ parent }: AnyStateNode): boolean {
  return parent?.type === 'parallel';
}

export function regionOf(node: AnyStateNode): AnyStateNode | undefined {
  return withAncestors(node).findLast(isRegion);
}

/** The states drawn directly within this one. */
export function drawnWithin(node: AnyStateNode): readonly AnyStateNode[] {
  const inner = children(node);
  return isRegion(node) ? inner.flatMap(leaves) : inner;
}

function leaves(node: AnyStateNode): readonly AnyStateNode[] {
  const inner = children(node);
  return inner.length === 0 ? [node] : inner.flatMap(leaves);
}

export function initialLeaf(node: AnyStateNode): AnyStateNode {
  const first = node.initial?.target?.[0] ?? children(node)[0];
  return first === undefined ? node : initialLeaf(first);
}

export function contains(outer: AnyStateNode, inner: AnyStateNode): boolean {
  return withAncestors(inner).includes(outer);
}

/** The state that a drawing puts this one into; the root for the outermost. */
export function drawnIn(node: AnyStateNode): AnyStateNode {
  const region = regionOf(node);
  if (region !== undefined && region !== node) return region;
  return node.parent ?? node;
}

/** How a state is called in its place: by its key, or within a region by its path from there. */
export function labelOf(node: AnyStateNode): string {
  const region = regionOf(node);
  if (region === undefined || region === node) return node.key;
  return node.path.slice(region.path.length).join('.');
}

/** Ids are as much of the end of a state's path as tells it from all others, in letters that Mermaid takes. */
export function idsOf(machine: AnyStateMachine): ReadonlyMap<AnyStateNode, string> {
  const nodes = stateNodes(machine).slice(1);
  const suffix = ({ path }: AnyStateNode, length: number) => path.slice(-length).join('_');
  const idOf = (node: AnyStateNode) => {
    for (let length = 1; length < node.path.length; length += 1) {
      const id = suffix(node, length);
      if (nodes.filter((other) => suffix(other, length) === id).length === 1) return id;
    }
    return node.path.join('_');
  };
  return new Map(nodes.map((node) => [node, idOf(node).replace(/\W/g, '_')]));
}
