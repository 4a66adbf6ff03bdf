/**
 * A map from small integers that costs nothing to fork.
 *
 * The map is a trie of 32-way nodes, written in place while one map owns them. `fork` hands the whole trie to both maps
 * and takes ownership from both; from then on each write copies the nodes on its path that its map does not own, at
 * most seven, and no more than once. The shape depends on the keys alone, never on the order they came in.
 *
 * An entry without neighbours, such as that of a map of one, takes no node: it hangs where its leaf would.
 */

/** Says who may write a node. Only its identity counts; a class without fields makes the smallest object. */
class Owner {}

interface Node {
  /** Any key below this node: all keys below agree with it in the bits above `shift + 5`. */
  prefix: number;
  /** The map that may write this node, by its token. A map whose token differs has to copy the node first. */
  owner: Owner;
  /** Which five bits of the key this node looks at: 0 in a leaf, else 5, 10 … 30. Levels of no use are left out. */
  shift: number;
  /** One bit for each of the 32 places that is taken. */
  bitmap: number;
  /** What is at the taken places, in order, values in a leaf and trees elsewhere; then room for more. */
  slots: unknown[];
}

/** An entry that would be alone in its leaf, in a third of the space. Immutable, so it needs no owner. */
interface Single {
  /** The key, by the name that it has in a node. */
  readonly prefix: number;
  readonly value: unknown;
  /** Never there: tells one from a node. */
  readonly slots?: undefined;
}

/** At least two entries below a node, at least two trees below one that is not a leaf. */
type Tree = Node | Single;

const KEY_MAX = 0x7fff_ffff;

/**
 * Slots to copy from, by binary logarithm of their number. V8 keeps an array quick whose every element was once
 * written, and grows one by more than a small map ever needs.
 */
const blankSlots: readonly unknown[][] = [1, 2, 4, 8, 16, 32].map((length) => [
  ...new Array(length),
]);

function bitCount(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x5555_5555);
  n = (n & 0x3333_3333) + ((n >>> 2) & 0x3333_3333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}

/** Where `place` stands among the taken places of a node. */
function slotIndex(bitmap: number, place: number): number {
  return bitCount(bitmap & ~(-1 << place));
}

/** True when the node has no place for the key, because they differ above the bits that the node looks at. */
function isOutside(node: Node, key: number): boolean {
  return ((key ^ node.prefix) >>> node.shift) >>> 5 !== 0;
}

function copyNode(owner: Owner, node: Node): Node {
  const { prefix, shift, bitmap, slots } = node;
  return { prefix, owner, shift, bitmap, slots: slots.slice() };
}

/** The smallest node over two trees with different prefixes. */
function joinTrees(owner: Owner, a: Tree, b: Tree): Node {
  const { prefix } = a;
  const highestBit = 31 - Math.clz32(prefix ^ b.prefix);
  const shift = highestBit - (highestBit % 5);
  const placeA = (prefix >>> shift) & 31;
  const placeB = (b.prefix >>> shift) & 31;
  const bitmap = (1 << placeA) | (1 << placeB);
  // Only single entries differ in no more than the bits of a leaf.
  const slotA = shift === 0 ? (a as Single).value : a;
  const slotB = shift === 0 ? (b as Single).value : b;
  return { prefix, owner, shift, bitmap, slots: placeA < placeB ? [slotA, slotB] : [slotB, slotA] };
}

/** What is left of a node that has a single place taken. */
function lastTree({ prefix, shift, bitmap, slots }: Node): Tree {
  if (shift !== 0) return slots[0] as Tree;
  return { prefix: (prefix & ~31) | (31 - Math.clz32(bitmap)), value: slots[0] };
}

function insertSlot(node: Node, place: number, index: number, content: unknown): void {
  const count = bitCount(node.bitmap);
  let slots = node.slots;
  if (count === slots.length) {
    slots = (blankSlots[32 - Math.clz32(count)] as unknown[]).slice();
    for (let i = 0; i < index; i++) slots[i] = node.slots[i];
  }
  for (let i = count; i > index; i--) slots[i] = node.slots[i - 1];
  slots[index] = content;
  node.slots = slots;
  node.bitmap |= 1 << place;
}

function removeSlot(node: Node, place: number, index: number): void {
  const last = bitCount(node.bitmap) - 1;
  for (let i = index; i < last; i++) node.slots[i] = node.slots[i + 1];
  node.slots[last] = undefined;
  node.bitmap &= ~(1 << place);
}

function visitTree<V>(tree: Tree, visit: (value: V, key: number) => void): void {
  if (tree.slots === undefined) {
    visit(tree.value as V, tree.prefix);
    return;
  }
  const { prefix, shift, slots } = tree;
  let index = 0;
  // Clears the lowest taken place each time round.
  for (let left = tree.bitmap; left !== 0; left &= left - 1) {
    const content = slots[index++];
    if (shift !== 0) visitTree(content as Tree, visit);
    else visit(content as V, (prefix & ~31) | (31 - Math.clz32(left & -left)));
  }
}

/** A mutable map from non-negative 31-bit integers, iterated in ascending order, with `fork` in constant time. */
export class IntMap<V> {
  /** Undefined until the first write after a fork, so that forks and empty maps stay small. */
  private owner: Owner | undefined = undefined;
  private root: Tree | undefined = undefined;
  private count = 0;

  get size(): number {
    return this.count;
  }

  get(key: number): V | undefined {
    let tree = this.root;
    if (key !== (key & KEY_MAX)) return undefined;
    while (tree !== undefined) {
      if (tree.slots === undefined) return tree.prefix === key ? (tree.value as V) : undefined;
      if (isOutside(tree, key)) return undefined;
      const place = (key >>> tree.shift) & 31;
      if (((tree.bitmap >>> place) & 1) === 0) return undefined;
      const content = tree.slots[slotIndex(tree.bitmap, place)];
      if (tree.shift === 0) return content as V;
      tree = content as Tree;
    }
    return undefined;
  }

  has(key: number): boolean {
    let tree = this.root;
    if (key !== (key & KEY_MAX)) return false;
    while (tree !== undefined) {
      if (tree.slots === undefined) return tree.prefix === key;
      if (isOutside(tree, key)) return false;
      const place = (key >>> tree.shift) & 31;
      if (((tree.bitmap >>> place) & 1) === 0) return false;
      if (tree.shift === 0) return true;
      tree = tree.slots[slotIndex(tree.bitmap, place)] as Tree;
    }
    return false;
  }

  /** @throws RangeError when the key is not an integer from 0 to 2³¹ − 1. */
  set(key: number, value: V): this {
    if (key !== (key & KEY_MAX)) throw new RangeError(`IntMap key ${key}`);
    let tree = this.root;
    if (tree === undefined) {
      this.root = { prefix: key, value };
      this.count = 1;
      return this;
    }
    const owner = this.own();
    let parent: Node | undefined;
    let parentIndex = 0;
    while (tree.slots !== undefined && !isOutside(tree, key)) {
      let node: Node = tree;
      if (node.owner !== owner) {
        node = copyNode(owner, node);
        this.put(parent, parentIndex, node);
      }
      const place = (key >>> node.shift) & 31;
      const index = slotIndex(node.bitmap, place);
      const isTaken = ((node.bitmap >>> place) & 1) !== 0;
      if (isTaken && node.shift === 0) {
        node.slots[index] = value;
        return this;
      }
      if (!isTaken) {
        insertSlot(node, place, index, node.shift === 0 ? value : { prefix: key, value });
        this.count++;
        return this;
      }
      parent = node;
      parentIndex = index;
      tree = node.slots[index] as Tree;
    }
    const single: Single = { prefix: key, value };
    if (tree.prefix === key && tree.slots === undefined) {
      this.put(parent, parentIndex, single);
      return this;
    }
    this.put(parent, parentIndex, joinTrees(owner, tree, single));
    this.count++;
    return this;
  }

  /** Returns whether the key was there. */
  delete(key: number): boolean {
    if (!this.has(key)) return false;
    this.count--;
    let grandparent: Node | undefined;
    let grandparentIndex = 0;
    let parent: Node | undefined;
    let parentIndex = 0;
    let tree = this.root as Tree;
    while (tree.slots !== undefined) {
      const owner = this.own();
      let node: Node = tree;
      if (node.owner !== owner) {
        node = copyNode(owner, node);
        this.put(parent, parentIndex, node);
      }
      grandparent = parent;
      grandparentIndex = parentIndex;
      parent = node;
      parentIndex = slotIndex(node.bitmap, (key >>> node.shift) & 31);
      if (node.shift === 0) break;
      tree = node.slots[parentIndex] as Tree;
    }
    if (parent === undefined) {
      this.root = undefined;
      return true;
    }
    removeSlot(parent, (key >>> parent.shift) & 31, parentIndex);
    // A node over a single tree is of no use; to drop it keeps the shape a function of the keys.
    if ((parent.bitmap & (parent.bitmap - 1)) === 0) {
      this.put(grandparent, grandparentIndex, lastTree(parent));
    }
    return true;
  }

  clear(): void {
    this.owner = undefined;
    this.root = undefined;
    this.count = 0;
  }

  /** The smallest key, or undefined when the map is empty. */
  first(): number | undefined {
    let tree = this.root;
    if (tree === undefined) return undefined;
    while (tree.slots !== undefined) {
      const { prefix, shift, bitmap, slots } = tree;
      if (shift === 0) return (prefix & ~31) | (31 - Math.clz32(bitmap & -bitmap));
      tree = slots[0] as Tree;
    }
    return tree.prefix;
  }

  /** An independent map with the same entries. Both maps go on sharing what neither of them changes. */
  fork(): IntMap<V> {
    const twin = new IntMap<V>();
    twin.root = this.root;
    twin.count = this.count;
    this.owner = undefined;
    return twin;
  }

  /** Visits the entries that are there now, in ascending order. The visitor may write to the map. */
  forEach(visit: (value: V, key: number) => void): void {
    if (this.root === undefined) return;
    // A write during the walk then leaves the walked nodes alone, as after a fork.
    this.owner = undefined;
    visitTree(this.root, visit);
  }

  /** The entries that are there now, in ascending order. The map may be written to meanwhile. */
  *[Symbol.iterator](): Generator<[key: number, value: V], void, undefined> {
    if (this.root === undefined) return;
    this.owner = undefined;
    const trees = [this.root];
    for (let tree = trees.pop(); tree !== undefined; tree = trees.pop()) {
      if (tree.slots === undefined) {
        yield [tree.prefix, tree.value as V];
        continue;
      }
      const { prefix, shift, bitmap, slots } = tree;
      if (shift !== 0) {
        for (let i = bitCount(bitmap) - 1; i >= 0; i--) trees.push(slots[i] as Tree);
        continue;
      }
      let index = 0;
      for (let left = bitmap; left !== 0; left &= left - 1) {
        const place = 31 - Math.clz32(left & -left);
        yield [(prefix & ~31) | place, slots[index++] as V];
      }
    }
  }

  private own(): Owner {
    this.owner ??= new Owner();
    return this.owner;
  }

  private put(parent: Node | undefined, index: number, tree: Tree): void {
    if (parent === undefined) this.root = tree;
    else parent.slots[index] = tree;
  }
}
