/**
 * Topic names or topic filters with a value each, found by what they match: a tree by level.
 *
 * The broker keeps two kinds. A tree of filters (subscriptions) is asked with a topic name: `matchTopic`. A tree of
 * topic names (retained messages) is asked with a filter: `matchFilter`. Both go in an order that depends on nothing
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

/** A node that a search has come to. Both are undefined where no name ends. */
type Place<V> = Readonly<Pick<Node<V>, 'name' | 'value'>>;

const NOWHERE = { name: undefined, value: undefined };

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
    for (const next of node.children.reversed()) stack.push(next);
  }
}

/** Nodes side by side, one after another as somebody asks for them. */
class Row<V> {
  readonly #children: Children<Node<V>>;
  readonly #levels: readonly string[];
  readonly #includesDollar: boolean;
  #at = 0;
  /** Of the level that each of them has to match next. */
  readonly depth: number;

  constructor(children: Children<Node<V>>, depth: number, includesDollar: boolean) {
    this.#children = children;
    this.#levels = children.levels;
    this.#includesDollar = includesDollar;
    this.depth = depth;
  }

  next(): Node<V> | undefined {
    while (this.#at < this.#levels.length) {
      const level = this.#levels[this.#at++] as string;
      if (this.#includesDollar || !level.startsWith('$')) return this.#children.get(level);
    }
    return undefined;
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

  /**
   * Goes to the topic names in the tree that a filter matches, a name before those below it, levels sorted. It looks no
   * further than it is asked to, and it tells of what it has looked at in vain too: who asks can count, and stop.
   */
  *matchFilter(filter: string): Generator<Place<V>, void, undefined> {
    const levels = filter.split('/');
    // What is still to be seen, last first.
    const rows: Row<V>[] = [];
    let depth = 0;
    let node: Node<V> | undefined = this.root;
    while (node !== undefined) {
      const level = levels[depth];
      yield level === undefined || level === '#' ? node : NOWHERE;
      const { children }: Node<V> = node;
      let next: Node<V> | undefined;
      if (level === '#' || level === '+') {
        // Wildcards at the start leave the broker's own topics alone (4.7.2). Below a `#` all is matched by it.
        const below = level === '#' ? depth : depth + 1;
        if (children !== undefined) rows.push(new Row(children, below, node !== this.root));
      } else if (level !== undefined) {
        next = children?.get(level);
        depth += 1;
      }
      for (let row = rows.at(-1); next === undefined && row !== undefined; row = rows.at(-1)) {
        next = row.next();
        depth = row.depth;
        if (next === undefined) rows.pop();
      }
      node = next;
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
