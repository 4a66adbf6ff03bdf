/** A broker on free ports, MQTT.js clients for it, and waits that are driven by events alone. */
import { readFileSync } from 'node:fs';
import {
  connectAsync,
  connect as connectClient,
  type IClientOptions,
  type IPublishPacket,
  type MqttClient,
} from 'mqtt';
import { onTestFinished } from 'vitest';
import type { Engine, LifecycleEventType } from '../../machines/index.ts';
import {
  createBroker,
  type LifecycleEventOf,
  type LifelineBroker,
  type LifelineOptions,
  type Transport,
} from '../../src/index.ts';

export const ENGINES: readonly Engine[] = ['compiled', 'xstate'];
export const VERSIONS = [4, 5] as const;
export const TRANSPORTS: readonly Transport[] = ['tcp', 'tls', 'ws', 'wss'];

/**
 * Self-signed for localhost and 127.0.0.1, for a hundred years: openssl req -x509 -newkey ec -pkeyopt
 * ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj /CN=localhost
 * -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout key.pem -out cert.pem
 */
const TLS = {
  cert: readFileSync(new URL('tls/cert.pem', import.meta.url)),
  key: readFileSync(new URL('tls/key.pem', import.meta.url)),
};

export interface TestBroker {
  readonly broker: LifelineBroker;
  readonly urls: Readonly<Record<Transport, string>>;
  readonly ports: Readonly<Record<Transport, number>>;
}

/** Listens with every transport. Closed when the test is over. */
export async function startBroker(options: LifelineOptions = {}): Promise<TestBroker> {
  const ports = { port: 0, tlsPort: 0, wsPort: 0, wssPort: 0 };
  const broker = createBroker({ ...ports, tls: TLS, ...options });
  const listeners = await broker.listen();
  onTestFinished(() => broker.close({ timeoutSeconds: 1 }));
  const of = <Value>(value: (listener: (typeof listeners)[number]) => Value) =>
    Object.fromEntries(listeners.map((one) => [one.transport, value(one)])) as never;
  return { broker, urls: of(({ url }) => url), ports: of(({ port }) => port) };
}

/** Resolves when CONNACK has come. Ended when the test is over. */
export async function connect(url: string, options: IClientOptions = {}): Promise<MqttClient> {
  const client = await connectAsync(url, {
    reconnectPeriod: 0,
    rejectUnauthorized: false,
    ...options,
  });
  onTestFinished(() => void client.end(true));
  return client;
}

/** Connects when its `connect` is called, so that what comes right behind CONNACK is not missed. */
export function connectLater(url: string, options: IClientOptions): MqttClient {
  const client = connectClient(url, { reconnectPeriod: 0, manualConnect: true, ...options });
  onTestFinished(() => void client.end(true));
  return client;
}

export interface Received {
  readonly topic: string;
  readonly text: string;
  readonly packet: IPublishPacket;
}

/** The next `count` messages, in order. Call it before what makes them come. */
export function nextMessages(client: MqttClient, count: number): Promise<Received[]> {
  return new Promise((resolve) => {
    const messages: Received[] = [];
    client.on('message', (topic, payload, packet) => {
      messages.push({ topic, text: payload.toString(), packet });
      if (messages.length === count) resolve(messages);
    });
  });
}

/** The next lifecycle event of that type, and of that client if one is named. */
export function nextEvent<Type extends LifecycleEventType>(
  broker: LifelineBroker,
  type: Type,
  clientId?: string,
): Promise<LifecycleEventOf<Type>> {
  return new Promise((resolve) => {
    const off = broker.on(type, (event) => {
      if (clientId !== undefined && event.clientId !== clientId) return;
      off();
      resolve(event);
    });
  });
}

/** The reason code of the DISCONNECT that the broker sends; 3.1.1 has none, and the connection just closes. */
export async function disconnection(client: MqttClient): Promise<number | undefined> {
  let reasonCode: number | undefined;
  client.on('disconnect', (packet) => {
    reasonCode = packet.reasonCode;
  });
  await new Promise<void>((resolve) => client.once('close', resolve));
  return reasonCode;
}
