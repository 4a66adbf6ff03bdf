/** Events that one part tells another, with the plainest facts: for asking a chart directly. */
import type { ChartEvent, ChartName } from '../../machines/index.ts';

const FACTS: Readonly<Record<string, object>> = {
  'protocol.violated': { reasonCode: 0x82, detail: '' },
  'operator.kicked': { reasonCode: 0x98 },
  'session.claimed': { incoming: 0, cleanStart: false, hasExisting: false },
  'session.created': { sessionExpiryIntervalSeconds: 0 },
  'session.resumed': { sessionExpiryIntervalSeconds: 0 },
  'connection.released': { sessionExpiryIntervalSeconds: 0, normal: false },
  'quota.available': { maySend: true },
  'exchange.begun': { qos: 1 },
  'connection.resumed': { maySend: true },
  'network.closed': { error: '', isAuthorizing: false },
  malformed: { reasonCode: 0x81, detail: '' },
  deliver: { qos: 0, maySend: false, congested: false, queueFull: false, qos0Queued: false },
};

/** What acknowledgements and PUBLISH are to an exchange; to a connection they are packets. */
const OF_EXCHANGES: Readonly<Record<string, object>> = {
  PUBLISH: { version: 5, qos: 1, allowed: true },
  PUBACK: { reasonCode: 0 },
  PUBREC: { reasonCode: 0 },
  PUBREL: { reasonCode: 0 },
  PUBCOMP: { reasonCode: 0 },
};

export function internalEvent(chart: ChartName, type: string): ChartEvent {
  const isExchange = chart === 'sender' || chart === 'receiver';
  return { type, ...(isExchange ? OF_EXCHANGES[type] : undefined), ...FACTS[type] };
}
