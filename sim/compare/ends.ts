/**
 * Which connection of one trace is which of the other. They are learned from what both have, so that what goes to the
 * second connection of a client in one trace and to its first in the other is seen as a difference.
 */
import type { Connection, TimelineEvent } from '../render/timeline/types.ts';
import type { FieldDifference } from './fields.ts';

export class Ends {
  readonly #ofA = new Map<Connection, Connection>();
  readonly #ofB = new Map<Connection, Connection>();

  difference(a: TimelineEvent, b: TimelineEvent): readonly FieldDifference[] {
    const [ofA, ofB] = [a.connection, b.connection];
    if (ofA === undefined || ofB === undefined) return [];
    if (!this.#ofA.has(ofA) && !this.#ofB.has(ofB)) {
      this.#ofA.set(ofA, ofB);
      this.#ofB.set(ofB, ofA);
    }
    if (this.#ofA.get(ofA) === ofB) return [];
    const field = { field: 'connection', a: ordinal(ofA), b: ordinal(ofB) };
    // Pairs may have been learned from what only resembled each other.
    return field.a === field.b ? [] : [field];
  }
}

/** `2 of "sensor"`. */
function ordinal(connection: Connection): string {
  const { connections, label } = connection.lifeline;
  return `${connections.indexOf(connection) + 1} of "${label}"`;
}
