/**
 * The children of a node of a `TopicTree`, by level. Most nodes have one, which is kept without arrays. A fork copies
 * those of every node it writes to, so a few are kept in arrays, which are small; many are kept in a `StringMap`, which
 * forks at no cost.
 * (A `Map` would be searched faster, but not for long where one and the same level comes and goes: V8 leaves what was
 * deleted in the way of the next search for it.)
 */
import { StringMap } from '../collections/string-map.ts';

/** Up to this many children are kept in arrays. */
const FEW = 16;

export class Children<T> {
  /** The level of an only child; undefined when there are none, or several. */
  private level: string | undefined = undefined;
  private only: T | undefined = undefined;
  /** Two and more. */
  private several: Several<T> | undefined = undefined;

  get size(): number {
    if (this.several !== undefined) return this.several.size;
    return this.level === undefined ? 0 : 1;
  }

  /** Sorted by code unit. */
  get levels(): readonly string[] {
    if (this.several !== undefined) return this.several.sortedLevels();
    return this.level === undefined ? [] : [this.level];
  }

  get(level: string): T | undefined {
    if (this.several !== undefined) return this.several.get(level);
    return this.level === level ? this.only : undefined;
  }

  set(level: string, node: T): void {
    if (this.several !== undefined) {
      this.several.set(level, node);
    } else if (this.level === undefined || this.level === level) {
      this.keepOnly(level, node);
    } else {
      this.several = new Several([this.level], [this.only as T]);
      this.several.set(level, node);
      this.level = undefined;
      this.only = undefined;
    }
  }

  delete(level: string): void {
    if (this.several === undefined) {
      if (this.level === level) this.keepOnly(undefined, undefined);
      return;
    }
    this.several.delete(level);
    if (this.several.size === 1) this.keepOnly(...this.several.last());
  }

  /** Independent children of the same levels. */
  copy(): Children<T> {
    const twin = new Children<T>();
    twin.level = this.level;
    twin.only = this.only;
    twin.several = this.several?.copy();
    return twin;
  }

  /** The children from last level to first, as a stack wants them. */
  reversed(): T[] {
    if (this.several !== undefined) return this.several.reversed();
    return this.level === undefined ? [] : [this.only as T];
  }

  private keepOnly(level: string | undefined, node: T | undefined): void {
    this.level = level;
    this.only = node;
    this.several = undefined;
  }
}

class Several<T> {
  /** The levels, sorted by code unit, which no locale changes. Undefined if not known, which is only with a map. */
  private levels: readonly string[] | undefined;
  /** The children in the order of `levels`; empty with a map. */
  private nodes: T[];
  private map: StringMap<T> | undefined = undefined;

  constructor(levels: readonly string[] | undefined, nodes: T[]) {
    this.levels = levels;
    this.nodes = nodes;
  }

  get size(): number {
    return this.map === undefined ? this.nodes.length : this.map.size;
  }

  get(level: string): T | undefined {
    if (this.map !== undefined) return this.map.get(level);
    const index = this.levels?.indexOf(level) ?? -1;
    return index < 0 ? undefined : this.nodes[index];
  }

  set(level: string, node: T): void {
    if (this.map !== undefined) {
      const { size } = this.map;
      this.map.set(level, node);
      if (this.map.size !== size) this.levels = undefined;
      return;
    }
    const levels = this.sortedLevels();
    let index = 0;
    while (index < levels.length && (levels[index] as string) < level) index++;
    if (levels[index] === level) {
      this.nodes[index] = node;
      return;
    }
    this.levels = levels.toSpliced(index, 0, level);
    // Not in place: an array that grows takes room for more, and most nodes will never have that many children.
    this.nodes = this.nodes.toSpliced(index, 0, node);
    if (this.nodes.length > FEW) {
      this.map = new StringMap();
      for (const [i, each] of this.nodes.entries()) this.map.set(this.levels[i] as string, each);
      this.nodes = [];
    }
  }

  delete(level: string): void {
    if (this.map !== undefined) {
      if (this.map.delete(level)) this.levels = undefined;
      return;
    }
    const levels = this.sortedLevels();
    const index = levels.indexOf(level);
    if (index < 0) return;
    this.levels = levels.toSpliced(index, 1);
    this.nodes = this.nodes.toSpliced(index, 1);
  }

  /** The one that is left, with its level. */
  last(): [level: string, node: T] {
    const [level] = this.sortedLevels() as [string];
    return [level, this.get(level) as T];
  }

  /** Both share the list of levels, which is replaced and never changed. */
  copy(): Several<T> {
    const twin = new Several(this.levels, this.nodes.slice());
    twin.map = this.map?.fork();
    return twin;
  }

  reversed(): T[] {
    const levels = this.sortedLevels();
    const nodes: T[] = [];
    for (let i = levels.length - 1; i >= 0; i--) {
      nodes.push((this.map === undefined ? this.nodes[i] : this.map.get(levels[i] as string)) as T);
    }
    return nodes;
  }

  /** Sorts the levels of a map when somebody asks. A cache, so it may be written in a node that is shared. */
  sortedLevels(): readonly string[] {
    this.levels ??= [...(this.map ?? [])].map(([level]) => level).sort();
    return this.levels;
  }
}
