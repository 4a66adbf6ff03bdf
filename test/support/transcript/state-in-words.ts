/** What a broker holds, for the command `state`. */
import type { Broker, SessionView } from '../../../machines/index.ts';

export function stateInWords(broker: Broker): readonly string[] {
  const { connections, sessions, filters, retained } = broker.counts;
  return [
    `connections ${connections}, sessions ${sessions}, filters ${filters}, retained ${retained}`,
    ...broker.view().sessions.map(sessionInWords),
  ];
}

function sessionInWords(session: SessionView): string {
  const { clientId, state, subscriptions, queue, outbound, inbound, will } = session;
  const list = (name: string, items: readonly (string | number)[]) =>
    items.length === 0 ? [] : [`${name} ${items.join(' ')}`];
  const holds = [
    ...list(
      'subscribed to',
      subscriptions.map(({ topicFilter, qos }) => `${topicFilter} (QoS ${qos})`),
    ),
    ...outbound.map((exchange) => `${exchange.state} of id ${exchange.packetId}`),
    ...list('awaitingPubrel of id', inbound),
    ...(queue.length === 0 ? [] : [`${queue.length} queued`]),
    ...(will === undefined ? [] : [`will ${will.topicName} ${will.state}`]),
  ];
  return `session ${clientId} ${[state, ...holds].join(', ')}`;
}
