/** A record as a filter sees it. */
import type { Effect, Input, Packet, RecordItem, Watch } from '../../machines/index.ts';
import type { Filter, FilterSubject } from '../filter/filter.ts';
import { ClausesTaken } from './clauses-taken.ts';

class Found {
  readonly kinds: string[] = [];
  readonly clients: string[] = [];
  readonly connections: number[] = [];
  readonly qos: number[] = [];
  readonly ids: number[] = [];
  readonly topics: string[] = [];
  readonly states: string[] = [];

  packet(packet: Packet): void {
    this.kinds.push(packet.type);
    if ('packetId' in packet && packet.packetId > 0) this.ids.push(packet.packetId);
    if (packet.type === 'CONNECT') this.clients.push(packet.clientId);
    if (packet.type === 'PUBLISH') {
      this.qos.push(packet.qos);
      this.topics.push(packet.message.topicName);
    }
    if (packet.type === 'SUBSCRIBE') {
      this.topics.push(...packet.subscriptions.map((request) => request.topicFilter));
    }
  }

  /** Inputs, effects and events name what they are about by the same words. */
  about(thing: object): void {
    const { connection, clientId, topicName, state } = thing as Record<string, unknown>;
    if (typeof connection === 'number') this.connections.push(connection);
    if (typeof clientId === 'string' && clientId !== '') this.clients.push(clientId);
    if (typeof topicName === 'string') this.topics.push(topicName);
    if (typeof state === 'string') this.states.push(state);
  }

  input(input: Input): void {
    this.kinds.push(input.type);
    this.about(input);
    if (input.type === 'received') this.packet(input.packet);
    else if (input.type === 'command') this.about(input.command);
    else if (input.type === 'timer') this.timer(input.timer);
  }

  /** `connection 3 keepAlive` */
  timer(id: string): void {
    const [kind, number] = id.split(' ');
    if (kind === 'connection') this.connections.push(Number(number));
  }

  effect(effect: Effect): void {
    this.kinds.push(effect.type);
    this.about(effect);
    if (effect.type === 'transmit') this.packet(effect.packet);
    if (effect.type !== 'announce') return;
    this.kinds.push(effect.event.type);
    this.about(effect.event);
    if (effect.event.type.startsWith('session.')) this.states.push(effect.event.type);
  }
}

/** Makes subjects of the records of one trace, and knows by then whose connections they are about. */
export class Subjects {
  readonly #clientIds = new Map<number, string>();
  readonly #clauses: ClausesTaken | undefined;

  constructor({ wantsClause }: Filter) {
    if (wantsClause !== undefined) this.#clauses = new ClausesTaken(wantsClause);
  }

  /** How the broker is to be watched; undefined where a plain one will do. */
  get watch(): Watch | undefined {
    return this.#clauses?.watch;
  }

  /** Before each step. */
  begin(): void {
    this.#clauses?.begin();
  }

  /** After it. */
  learn(input: Input, effects: readonly Effect[]): void {
    this.#clauses?.learn(effects);
    if (input.type === 'received' && input.packet.type === 'CONNECT') {
      this.#meet(input.connection, input.packet.clientId);
    }
    if (input.type === 'restored') {
      for (const { id, clientId } of input.image.connections) this.#meet(id, clientId);
    }
    for (const effect of effects) {
      if (effect.type === 'announce') this.#meet(effect.event.connection, effect.event.clientId);
    }
  }

  /** A second CONNECT on a connection tells nothing. */
  #meet(connection: number, clientId: string): void {
    if (connection > 0 && clientId !== '' && !this.#clientIds.has(connection)) {
      this.#clientIds.set(connection, clientId);
    }
  }

  of(item: RecordItem, input: Input | undefined, effects: readonly Effect[]): FilterSubject {
    const found = new Found();
    if (input !== undefined) found.input(input);
    for (const effect of effects) found.effect(effect);
    if (item.kind === 'note') addNote(found, item.note);
    const { kinds, connections, qos, ids, topics, states } = found;
    const named = connections.flatMap((connection) => this.#clientIds.get(connection) ?? []);
    const clauses = input === undefined ? undefined : this.#clauses;
    return {
      n: item.n,
      t: item.t,
      kinds,
      clients: [...found.clients, ...named],
      connections,
      qos,
      ids,
      topics,
      states,
      get clauses() {
        return clauses?.of(effects) ?? [];
      },
      text: () => textOf(item),
    };
  }

  /** When a connection is gone nothing is about it any more. */
  forget(input: Input): void {
    if (input.type === 'closed') this.#clientIds.delete(input.connection);
  }
}

function addNote(found: Found, text: string): void {
  const note = JSON.parse(text) as { actor?: string; kind?: string; packet?: Packet };
  if (note.kind !== undefined) found.kinds.push('note', note.kind);
  if (note.actor?.startsWith('client ')) found.clients.push(note.actor.slice('client '.length));
  found.about(note);
  if (note.packet !== undefined) found.packet(note.packet);
}

function textOf(item: RecordItem): string {
  if (item.kind === 'step') return `${item.input} ${item.effects}`;
  return item.kind === 'note' ? item.note : item.gap.because;
}
