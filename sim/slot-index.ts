/** Which slot belongs to which id. A number stands for a place in a list, where it is found faster than in a map. */
export class SlotIndex<Id extends string | number> {
  readonly #ofNumbers: number[] = [];
  readonly #ofWords = new Map<Id, number>();

  get(id: Id): number | undefined {
    return typeof id === 'number' ? this.#ofNumbers[id] : this.#ofWords.get(id);
  }

  set(id: Id, slot: number): void {
    if (typeof id === 'number') this.#ofNumbers[id] = slot;
    else this.#ofWords.set(id, slot);
  }
}
