/** A record as a filter sees it. */
import type { Effect, Input, Packet, RecordItem } from '../../machines/index.ts';
import type { FilterSubject } from '../filter/filter.ts';

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

/** @param clausesOf of the step that had these effects; asked only by filters with a term about them */
export function subjectOf(
  item: RecordItem,
  input: Input | undefined,
  effects: readonly Effect[],
  clausesOf: (effects: readonly Effect[]) => readonly string[],
): FilterSubject {
  const found = new Found();
  if (input !== undefined) {
    found.kinds.push(input.type);
    found.about(input);
    if (input.type === 'received') found.packet(input.packet);
    if (input.type === 'command') found.about(input.command);
  }
  for (const effect of effects) found.effect(effect);
  if (item.kind === 'note') addNote(found, item.note);
  const { kinds, clients, connections, qos, ids, topics, states } = found;
  const { n, t } = item;
  return {
    n,
    t,
    kinds,
    clients,
    connections,
    qos,
    ids,
    topics,
    states,
    get clauses() {
      return input === undefined ? [] : clausesOf(effects);
    },
    text: () => textOf(item),
  };
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
