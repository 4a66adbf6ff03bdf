/** What one version says otherwise, or cannot say, when a scenario is told in the other: one sentence and its clauses. */
import type { Clause } from '../../machines/index.ts';
import { NEVER_EXPIRES_SECONDS } from '../../machines/index.ts';
import { duration } from '../render/sentences/words.ts';

export interface Counterpart {
  /** Name of the simulated client: `c1`. */
  readonly client: string;
  /** Whether the other version has a word for it. */
  readonly kind: 'translated' | 'missing';
  readonly text: string;
  readonly clauses: readonly Clause[];
}

type Words = Omit<Counterpart, 'client'>;

const missing = (text: string, ...clauses: Clause[]): Words => ({ kind: 'missing', text, clauses });
const translated = (text: string, ...clauses: Clause[]): Words => ({
  kind: 'translated',
  text,
  clauses,
});

export const TO_3_1_1 = {
  endsWithConnection: () =>
    translated(
      'Session Expiry Interval 0 becomes Clean Session 1: the session ends with its connection.',
      'v5 3.1.2.11.2 session expiry',
      'v3 MQTT-3.1.2-6',
    ),
  neverExpires: () =>
    translated(
      'Clean Start 0 with a session that never expires becomes Clean Session 0.',
      'v5 3.1.2.11.2 session expiry',
      'v3 MQTT-3.1.2-4',
    ),
  expiry: (seconds: number) =>
    missing(
      `A Session Expiry Interval of ${duration(seconds * 1_000)} has no counterpart: with Clean Session 0 the session stays until a CONNECT with Clean Session 1.`,
      'v5 MQTT-3.1.2-23',
      'v3 MQTT-3.1.2-4',
    ),
  expiryOfOneConnect: () =>
    missing(
      'To take an old session up and let it end with this connection cannot be asked for: Clean Session 0 keeps it.',
      'v5 3.1.2.11.2 session expiry',
      'v3 MQTT-3.1.2-4',
    ),
  cleanThenKept: () =>
    translated(
      'Clean Start 1 with a session that is kept takes two connections: one with Clean Session 1 that throws the old session away, and one with Clean Session 0.',
      'v5 MQTT-3.1.2-4',
      'v3 MQTT-3.1.2-6',
    ),
  expiryAtDisconnect0: () =>
    translated(
      'DISCONNECT with Session Expiry Interval 0 takes another connection, with Clean Session 1: that ends the session.',
      'v5 3.14.2.2.2 expiry changed',
      'v3 MQTT-3.1.2-6',
    ),
  expiryAtDisconnect: () =>
    missing(
      'How long a session lives cannot be changed by DISCONNECT.',
      'v5 3.14.2.2.2 expiry changed',
    ),
  disconnectWithWill: () =>
    translated(
      'DISCONNECT with a reason code that leaves the will to be published becomes a connection that is dropped: DISCONNECT would delete the will.',
      'v5 3.14.2.1 disconnect with will',
      'v3 MQTT-3.14.4-3',
    ),
  disconnectReason: () => missing('DISCONNECT has no reason code.', 'v5 MQTT-3.14.2-1'),
  willDelay: (seconds: number) =>
    missing(
      `A Will Delay Interval of ${duration(seconds * 1_000)} has no counterpart: the will is published as soon as the connection fails.`,
      'v5 MQTT-3.1.2-8',
      'v3 MQTT-3.1.2-8',
    ),
  properties: () =>
    missing('Messages have no properties: no expiry, no response topic, no user properties.'),
  messageExpiry: (seconds: number) =>
    missing(
      `A Message Expiry Interval of ${duration(seconds * 1_000)} has no counterpart: the message waits for as long as its session does.`,
      'v5 MQTT-3.3.2-5',
    ),
  receiveMaximum: (most: number) =>
    missing(
      `A Receive Maximum of ${most} cannot be announced: the broker sends as much at a time as it sees fit.`,
      'v5 MQTT-3.3.4-9',
    ),
  shared: (filter: string, plain: string) =>
    missing(
      `A Shared Subscription has no counterpart: "${filter}" becomes "${plain}", and every subscriber gets every message.`,
      'v5 MQTT-4.8.2-1',
    ),
  authentication: () => missing('Enhanced authentication has no counterpart.', 'v5 MQTT-4.12.0-1'),
} as const;

export const TO_5_0 = {
  cleanSession1: () =>
    translated(
      'Clean Session 1 becomes Clean Start 1 with Session Expiry Interval 0.',
      'v3 MQTT-3.1.2-6',
      'v5 MQTT-3.1.2-4',
      'v5 3.1.2.11.2 session expiry',
    ),
  cleanSession0: () =>
    translated(
      `Clean Session 0 becomes Clean Start 0 with Session Expiry Interval 0x${NEVER_EXPIRES_SECONDS.toString(16).toUpperCase()}: never.`,
      'v3 MQTT-3.1.2-4',
      'v5 MQTT-3.1.2-5',
      'v5 3.1.2.11.2 session expiry',
    ),
} as const;
