/**
 * What clients are called in a comparison. Mostly that is the Client Identifier; one that the broker has made up is
 * another in each run, so that such clients go by the order in which they came.
 */
import type { Lifeline, TimelineEvent } from '../render/timeline/types.ts';
import type { Run } from './run.ts';

export class Names {
  readonly #names = new Map<Lifeline, string>();
  readonly #assigned = new Map<string, string>();
  /** Of simulated clients that share a Client Identifier: who came first. */
  readonly #actors = new Map<Lifeline, string[]>();

  constructor({ timeline, records }: Run) {
    const nameless = new Set<Lifeline>();
    for (const { id, what, client, lifeline } of timeline.events) {
      const record = records[Number.parseInt(id, 10)];
      if (record !== undefined && 'note' in record) this.#learn(lifeline, record.note.actor);
      if (what.kind !== 'packet' || client === undefined) continue;
      const { packet } = what.flight;
      if (packet.type === 'CONNECT' && packet.clientId === '') nameless.add(client);
    }
    for (const line of timeline.lifelines) {
      if (line.kind !== 'client') continue;
      // A connection that never said who it is has a number for a name.
      const isCounted = !line.id.startsWith('client ');
      const name =
        nameless.has(line) || isCounted ? `nameless ${this.#assigned.size + 1}` : line.label;
      if (name !== line.label) this.#assigned.set(line.label, name);
      this.#names.set(line, name);
    }
  }

  of(line: Lifeline): string {
    return this.#names.get(line) ?? line.label;
  }

  /** Of a note: `client sensor`, `client sensor 2` for the second that has that Client Identifier, `broker`. */
  ofActor(actor: string, { lifeline, client }: TimelineEvent): string {
    const line = client ?? lifeline;
    const [role] = actor.split(' ');
    if (role === actor || line.kind !== 'client') return actor;
    const place = (this.#actors.get(line) ?? []).indexOf(actor);
    return `${role} ${this.of(line)}${place > 0 ? ` ${place + 1}` : ''}`;
  }

  #learn(line: Lifeline, actor: string): void {
    if (!actor.startsWith('client ')) return;
    const actors = this.#actors.get(line) ?? [];
    if (!actors.includes(actor)) this.#actors.set(line, [...actors, actor]);
  }

  /** A Client Identifier that stands in a packet or an announcement. */
  inText(text: string): string {
    return this.#assigned.get(text) ?? text;
  }
}
