/**
 * A map from small integers that costs nothing to fork.
 *
 * The map is a trie of 32-way nodes, written in place while one map owns them. `fork` hands the whole trie to both maps
 * and takes ownership from both; from then on each write copies the nodes on its path that its map does not own, at
 * most seven, and no more than once. The shape depends on the keys alone, never on the order they came in.
 */

/** Says who may write a node. Only its identity counts; a class without fields makes the smallest object. */
class Owner {}

interface Node {
  /** The map that may write this node, by its token. A map whose token differs has to copy the node first. */
  owner: Owner;
  /** Which five bits of the key this node looks at: 0 in a leaf, else 5, 10 … 30. Levels of no use are left out. */
  shift: number;
  /** Any key below this node: all keys below agree with it in the bits above `shift + 5`. */
  prefix: number;
  /** One bit for each of the 32 places that is taken. */
  bitmap: number;
  /** What is at the taken places, in order, values in a leaf and nodes elsewhere; then room for more. */
  slots: unknown[];
}

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

function createLeaf(owner: Owner, key: number, value: unknown): Node {
  return { owner, shift: 0, prefix: key, bitmap: 1 << (key & 31), slots: [value] };
}

function copyNode(owner: Owner, node: Node): Node {
  const { shift, prefix, bitmap, slots } = node;
  return { owner, shift, prefix, bitmap, slots: slots.slice() };
}

/** The smallest node over two nodes with different prefixes. */
function joinNodes(owner: Owner, a: Node, b: Node): Node {
  const highestBit = 31 - Math.clz32(a.prefix ^ b.prefix);
  const shift = highestBit - (highestBit % 5);
  const placeA = (a.prefix >>> shift) & 31;
  const placeB = (b.prefix >>> shift) & 31;
  const slots = placeA < placeB ? [a, b] : [b, a];
  return { owner, shift, prefix: a.prefix, bitmap: (1 << placeA) | (1 << placeB), slots };
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

function visitNode<V>(node: Node, visit: (value: V, key: number) => void): void {
  let index = 0;
  // Clears the lowest taken place each time round.
  for (let left = node.bitmap; left !== 0; left &= left - 1) {
    const content = node.slots[index++];
    if (node.shift !== 0) visitNode(content as Node, visit);
    else visit(content as V, (node.prefix & ~31) | (31 - Math.clz32(left & -left)));
  }
}

/** A mutable map from non-negative 31-bit integers, iterated in ascending order, with `fork` in constant time. */
export class IntMap<V> {
  /** Undefined until the first write after a fork, so that forks and empty maps stay small. */
  private owner: Owner | undefined = undefined;
  private root: Node | undefined = undefined;
  private count = 0;

  get size(): number {
    return this.count;
  }

  get(key: number): V | undefined {
    let node = this.root;
    if (key !== (key & KEY_MAX)) return undefined;
    while (node !== undefined && !isOutside(node, key)) {
      const place = (key >>> node.shift) & 31;
      if (((node.bitmap >>> place) & 1) === 0) return undefined;
      const content = node.slots[slotIndex(node.bitmap, place)];
      if (node.shift === 0) return content as V;
      node = content as Node;
    }
    return undefined;
  }

  has(key: number): boolean {
    let node = this.root;
    if (key !== (key & KEY_MAX)) return false;
    while (node !== undefined && !isOutside(node, key)) {
      const place = (key >>> node.shift) & 31;
      if (((node.bitmap >>> place) & 1) === 0) return false;
      if (node.shift === 0) return true;
      node = node.slots[slotIndex(node.bitmap, place)] as Node;
    }
    return false;
  }

  /** @throws RangeError when the key is not an integer from 0 to 2³¹ − 1. */
  set(key: number, value: V): this {
    if (key !== (key & KEY_MAX)) throw new RangeError(`IntMap key ${key}`);
    const owner = this.own();
    let parent: Node | undefined;
    let parentIndex = 0;
    let node = this.root;
    while (node !== undefined && !isOutside(node, key)) {
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
        insertSlot(node, place, index, node.shift === 0 ? value : createLeaf(owner, key, value));
        this.count++;
        return this;
      }
      parent = node;
      parentIndex = index;
      node = node.slots[index] as Node;
    }
    const leaf = createLeaf(owner, key, value);
    this.put(parent, parentIndex, node === undefined ? leaf : joinNodes(owner, node, leaf));
    this.count++;
    return this;
  }

  /** Returns whether the key was there. */
  delete(key: number): boolean {
    if (!this.has(key)) return false;
    const owner = this.own();
    let grandparent: Node | undefined;
    let grandparentIndex = 0;
    let parent: Node | undefined;
    let parentIndex = 0;
    let node = this.root as Node;
    for (;;) {
      if (node.owner !== owner) {
        node = copyNode(owner, node);
        this.put(parent, parentIndex, node);
      }
      const place = (key >>> node.shift) & 31;
      const index = slotIndex(node.bitmap, place);
      if (node.shift === 0) {
        removeSlot(node, place, index);
        break;
      }
      grandparent = parent;
      grandparentIndex = parentIndex;
      parent = node;
      parentIndex = index;
      node = node.slots[index] as Node;
    }
    this.count--;
    if (node.bitmap !== 0) return true;
    if (parent === undefined) {
      this.root = undefined;
      return true;
    }
    removeSlot(parent, (key >>> parent.shift) & 31, parentIndex);
    // A node over a single node is of no use; to drop it keeps the shape a function of the keys.
    if ((parent.bitmap & (parent.bitmap - 1)) === 0) {
      this.put(grandparent, grandparentIndex, parent.slots[0] as Node);
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
    let node = this.root;
    if (node === undefined) return undefined;
    while (node.shift !== 0) node = node.slots[0] as Node;
    return (node.prefix & ~31) | (31 - Math.clz32(node.bitmap & -node.bitmap));
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
    visitNode(this.root, visit);
  }

  /** The entries that are there now, in ascending order. The map may be written to meanwhile. */
  *[Symbol.iterator](): Generator<[key: number, value: V], void, undefined> {
    if (this.root === undefined) return;
    this.owner = undefined;
    const nodes = [this.root];
    for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
      if (node.shift !== 0) {
        for (let i = bitCount(node.bitmap) - 1; i >= 0; i--) nodes.push(node.slots[i] as Node);
        continue;
      }
      let index = 0;
      for (let left = node.bitmap; left !== 0; left &= left - 1) {
        const place = 31 - Math.clz32(left & -left);
        yield [(node.prefix & ~31) | place, node.slots[index++] as V];
      }
    }
  }

  private own(): Owner {
    this.owner ??= new Owner();
    return this.owner;
  }

  private put(parent: Node | undefined, index: number, node: Node): void {
    if (parent === undefined) this.root = node;
    else parent.slots[index] = node;
  }
}
