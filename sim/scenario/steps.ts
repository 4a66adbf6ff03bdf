/** The words that scenarios are written in. */
import { type QoS, ReasonCode, type Will } from '../../machines/index.ts';
import type { ClientCondition, ClientStep, WorldStep } from './scenario.ts';

interface ConnectWords {
  readonly cleanStart?: boolean;
  readonly sessionExpiryIntervalSeconds?: number;
}

/** What a client does. */
export const connect = (words: ConnectWords = {}): ClientStep => ({ do: 'connect', ...words });

export const subscribe = (topicFilter: string, qos: QoS): ClientStep => ({
  do: 'subscribe',
  topicFilter,
  qos,
});

export const unsubscribe = (topicFilter: string): ClientStep => ({
  do: 'unsubscribe',
  topicFilter,
});

interface PublishWords {
  readonly retain?: boolean;
  readonly messageExpiryIntervalSeconds?: number;
}

export const publish = (
  topicName: string,
  qos: QoS,
  payload: string,
  { retain = false, ...more }: PublishWords = {},
): ClientStep => ({ do: 'publish', topicName, qos, payload, retain, ...more });

export const disconnect = (
  reasonCode: number = ReasonCode.normalDisconnection,
  sessionExpiryIntervalSeconds?: number,
): ClientStep => ({
  do: 'disconnect',
  reasonCode,
  ...(sessionExpiryIntervalSeconds !== undefined && { sessionExpiryIntervalSeconds }),
});

/** A Will Message, for what a client is. */
export const will = (
  topicName: string,
  payload: string,
  { delaySeconds = 0, qos = 0 as QoS, retain = false } = {},
): Will => ({
  message: { topicName, payload: utf8(payload), qos, retain, properties: undefined },
  delayIntervalSeconds: delaySeconds,
});

export const drop: ClientStep = { do: 'drop' };

/** What clients and the world wait for. */
export const wait = (seconds: number) => ({ do: 'wait', seconds }) as const;

export const until = (what: ClientCondition, count = 1): ClientStep => ({
  do: 'await',
  what,
  count,
});

/** What is done to the world. */
export const when = (client: string, what: ClientCondition, count = 1): WorldStep => ({
  do: 'await',
  client,
  what,
  count,
});

export const cut = (client: string): WorldStep => ({ do: 'cut', client });
export const lose = (client: string, packet: string): WorldStep => ({ do: 'lose', client, packet });
export const halfOpen = (client: string): WorldStep => ({ do: 'halfOpen', client });
export const partition = (client: string): WorldStep => ({ do: 'partition', client });
export const heal = (client: string): WorldStep => ({ do: 'heal', client });
export const stall = (client: string): WorldStep => ({ do: 'stall', client });
export const unstall = (client: string): WorldStep => ({ do: 'unstall', client });
export const crash: WorldStep = { do: 'crash' };
export const recover: WorldStep = { do: 'recover' };
export const shutdown: WorldStep = { do: 'shutdown' };
export const kick = (clientId: string): WorldStep => ({
  do: 'kick',
  clientId,
  reasonCode: ReasonCode.administrativeAction,
});

/** Payloads of scenarios are ASCII, so that they can be read everywhere. */
export function utf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) throw new RangeError(`payload '${text}' is not ASCII`);
    bytes[i] = code;
  }
  return bytes;
}
