/**
 * Topic names or topic filters with a value each, found by what they match: a tree by level.
 *
 * The broker keeps two kinds. A tree of filters (subscriptions) is asked with a topic name: `matchTopic`. A tree of
 * topic names (retained messages) is asked with a filter: `matchFilter`. Both visit in an order that depends on nothing
 * but what is in the tree, so two brokers in the same state do the same.
 *
 * `fork` is quick, as in the collections: both trees share all nodes and copy the nodes of a path on the first write to
 * it. To copy a node takes time in proportion to its children. Nothing recurses, for a topic may have 65,535 levels.
 */
import { Children } from './children.ts';

/** Says who may write a node. Only its identity counts; a class without fields makes the smallest object. */
class Owner {}

interface Node<V> {
  owner: Owner;
  /** The whole name or filter that ends here; undefined when none does. */
  name: string | undefined;
  value: V | undefined;
  /** Next levels other than the wildcards, by level. Never empty. */
  children: Children<Node<V>> | undefined;
  plus: Node<V> | undefined;
  hash: Node<V> | undefined;
}

export type TopicVisit<V> = (value: V, name: string) => void;

function createNode<V>(owner: Owner): Node<V> {
  return {
    owner,
    name: undefined,
    value: undefined,
    children: undefined,
    plus: undefined,
    hash: undefined,
  };
}

function copyNode<V>(owner: Owner, node: Node<V>): Node<V> {
  const { name, value, children, plus, hash } = node;
  return { owner, name, value, children: children?.copy(), plus, hash };
}

function isUnused(node: Node<unknown>): boolean {
  const { name, children, plus, hash } = node;
  return name === undefined && children === undefined && plus === undefined && hash === undefined;
}

function child<V>(node: Node<V>, level: string): Node<V> | undefined {
  if (level === '+') return node.plus;
  if (level === '#') return node.hash;
  return node.children?.get(level);
}

function putChild<V>(node: Node<V>, level: string, next: Node<V>): void {
  if (level === '+') {
    node.plus = next;
  } else if (level === '#') {
    node.hash = next;
  } else {
    node.children ??= new Children();
    node.children.set(level, next);
  }
}

function removeChild<V>(node: Node<V>, level: string): void {
  if (level === '+') {
    node.plus = undefined;
  } else if (level === '#') {
    node.hash = undefined;
  } else {
    node.children?.delete(level);
    if (node.children?.size === 0) node.children = undefined;
  }
}

function visitNode<V>(node: Node<V>, visit: TopicVisit<V>): void {
  if (node.name !== undefined) visit(node.value as V, node.name);
}

/** Visits all below the nodes on the stack, last pushed first: a node, its levels in order, then `+`, then `#`. */
function visitBelow<V>(stack: Node<V>[], visit: TopicVisit<V>): void {
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    visitNode(node, visit);
    if (node.hash !== undefined) stack.push(node.hash);
    if (node.plus !== undefined) stack.push(node.plus);
    if (node.children === undefined) continue;
    for (const next of node.children.reversed(true)) stack.push(next);
  }
}

/** A mutable tree of topic names or of filters. A visitor must not write to the tree that it is visiting. */
export class TopicTree<V> {
  private owner = new Owner();
  private root: Node<V>;
  private count = 0;

  /** `root` is for `fork` only. */
  constructor(root?: Node<V>) {
    this.root = root ?? createNode(this.owner);
  }

  get size(): number {
    return this.count;
  }

  get(name: string): V | undefined {
    return this.find(name)?.value;
  }

  has(name: string): boolean {
    return this.find(name) !== undefined;
  }

  /** The name or filter has to be valid; a shared filter comes without `$share` and share name. */
  set(name: string, value: V): this {
    const nodes = this.ownPath(name.split('/'));
    const node = nodes[nodes.length - 1] as Node<V>;
    if (node.name === undefined) this.count++;
    node.name = name;
    node.value = value;
    return this;
  }

  /** Returns whether the name was there. */
  delete(name: string): boolean {
    if (!this.has(name)) return false;
    const levels = name.split('/');
    const nodes = this.ownPath(levels);
    const last = nodes[nodes.length - 1] as Node<V>;
    last.name = undefined;
    last.value = undefined;
    this.count--;
    for (let depth = levels.length; depth > 0; depth--) {
      if (!isUnused(nodes[depth] as Node<V>)) break;
      removeChild(nodes[depth - 1] as Node<V>, levels[depth - 1] as string);
    }
    return true;
  }

  clear(): void {
    this.owner = new Owner();
    this.root = createNode(this.owner);
    this.count = 0;
  }

  /** An independent tree with the same contents. Both trees go on sharing what neither of them changes. */
  fork(): TopicTree<V> {
    const twin = new TopicTree<V>(this.root);
    twin.count = this.count;
    this.owner = new Owner();
    return twin;
  }

  /**
   * Visits the filters in the tree that match a topic name. At every level those that name it come first, then those
   * with `+` there, then the one that ends in `#` there.
   */
  matchTopic(topicName: string, visit: TopicVisit<V>): void {
    const levels = topicName.split('/');
    // What is still to be seen, last first: nodes, and the depth of the level that each has to match next.
    const nodes: Node<V>[] = [];
    const depths: number[] = [];
    let depth = 0;
    let node: Node<V> | undefined = this.root;
    while (node !== undefined) {
      if (depth < levels.length) {
        // Wildcards at the start leave the broker's own topics alone (4.7.2).
        const allowsWildcard = depth > 0 || !topicName.startsWith('$');
        if (allowsWildcard && node.hash !== undefined) {
          nodes.push(node.hash);
          depths.push(levels.length + 1);
        }
        if (allowsWildcard && node.plus !== undefined) {
          nodes.push(node.plus);
          depths.push(depth + 1);
        }
        const exact: Node<V> | undefined = node.children?.get(levels[depth] as string);
        if (exact !== undefined) {
          node = exact;
          depth++;
          continue;
        }
      } else {
        visitNode(node, visit);
        // `sport/#` matches `sport` itself.
        if (depth === levels.length && node.hash !== undefined) visitNode(node.hash, visit);
      }
      node = nodes.pop();
      depth = depths.pop() ?? 0;
    }
  }

  /** Visits the topic names in the tree that a filter matches, a name before those below it, levels sorted. */
  matchFilter(filter: string, visit: TopicVisit<V>): void {
    const levels = filter.split('/');
    const nodes: Node<V>[] = [this.root];
    const depths: number[] = [0];
    for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
      const depth = depths.pop() as number;
      const level = levels[depth];
      if (level === undefined) {
        visitNode(node, visit);
      } else if (level === '#') {
        visitBelow(depth > 0 ? [node] : (node.children?.reversed(false) ?? []), visit);
      } else if (level === '+') {
        for (const next of node.children?.reversed(depth > 0) ?? []) {
          nodes.push(next);
          depths.push(depth + 1);
        }
      } else {
        const exact = node.children?.get(level);
        if (exact === undefined) continue;
        nodes.push(exact);
        depths.push(depth + 1);
      }
    }
  }

  /** Visits everything in the tree: a name before those below it, levels sorted, then `+`, then `#`. */
  forEach(visit: TopicVisit<V>): void {
    visitBelow([this.root], visit);
  }

  private find(name: string): Node<V> | undefined {
    let node: Node<V> | undefined = this.root;
    for (const level of name.split('/')) {
      node = child(node, level);
      if (node === undefined) return undefined;
    }
    return node.name === undefined ? undefined : node;
  }

  /** The nodes from the root down all the levels, each made, or copied, so that this tree may write it. */
  private ownPath(levels: readonly string[]): Node<V>[] {
    if (this.root.owner !== this.owner) this.root = copyNode(this.owner, this.root);
    let node = this.root;
    const nodes = [node];
    for (const level of levels) {
      let next = child(node, level);
      if (next === undefined) next = createNode(this.owner);
      else if (next.owner !== this.owner) next = copyNode(this.owner, next);
      if (next !== child(node, level)) putChild(node, level, next);
      nodes.push(next);
      node = next;
    }
    return nodes;
  }
}
