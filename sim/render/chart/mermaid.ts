/** A chart as the text of a Mermaid state diagram, made from its XState definition and nothing else. */
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { children } from '../../../machines/engine/states.ts';
import { type Edge, edgesOf } from './edges.ts';
import { drawnWithin, idsOf, initialLeaf, isRegion, labelOf } from './states.ts';

const ACTIVE = 'classDef active fill:#ffd866,stroke:#8a6d00,color:#000';

interface Drawing {
  readonly ids: ReadonlyMap<AnyStateNode, string>;
  readonly edges: readonly Edge[];
}

/** @param active paths of leaf states to be set off, as in a `ChartState`'s name: `connected.traffic.open` */
export function chartMermaid(machine: AnyStateMachine, active: readonly string[] = []): string {
  const drawing = { ids: idsOf(machine), edges: edgesOf(machine) };
  const lines = ['stateDiagram-v2', ...inside(machine.root, drawing).map(indent)];
  const ids = [...drawing.ids]
    .filter(([node]) => active.includes(node.path.join('.')))
    .map(([, id]) => id);
  if (ids.length > 0) lines.push(indent(ACTIVE), indent(`class ${ids.join(',')} active`));
  return `${lines.join('\n')}\n`;
}

/** What stands between the braces of a state: its states, then the transitions between them. */
function inside(node: AnyStateNode, drawing: Drawing): readonly string[] {
  const inner = drawnWithin(node);
  const edges = drawing.edges.filter(({ scope }) => scope === node);
  if (node.type === 'parallel') {
    return inner.flatMap((region, i) => [
      ...(i === 0 ? [] : ['--']),
      ...state(region, drawing),
      ...edges.filter(({ from }) => from === region).map((edge) => transition(edge, drawing)),
    ]);
  }
  const first = isRegion(node) ? initialLeaf(node) : node.initial?.target?.[0];
  return [
    ...(first === undefined ? [] : [`[*] --> ${drawing.ids.get(first)}`]),
    ...inner.flatMap((each) => state(each, drawing)),
    ...edges.map((edge) => transition(edge, drawing)),
    ...inner
      .filter(({ type }) => type === 'final')
      .map((each) => `${drawing.ids.get(each)} --> [*]`),
  ];
}

function state(node: AnyStateNode, drawing: Drawing): readonly string[] {
  const id = drawing.ids.get(node) as string;
  const label = labelOf(node);
  const name = id === label ? [] : [`${id}: ${escaped(label)}`];
  const isLeaf = children(node).length === 0;
  // A composite state within a region is not drawn, see states.ts.
  if (isLeaf) return name.length > 0 ? name : [id];
  return [...name, `state ${id} {`, ...inside(node, drawing).map(indent), '}'];
}

function transition({ from, to, label }: Edge, { ids }: Drawing): string {
  const arrow = `${ids.get(from)} --> ${ids.get(to)}`;
  return label === '' ? arrow : `${arrow}: ${escaped(label)}`;
}

/** Characters that end a label, or begin an entity, as entities. */
function escaped(text: string): string {
  return text.replace(/["#:;]/g, (character) => `#${character.charCodeAt(0)};`);
}

function indent(line: string): string {
  return `  ${line}`;
}
