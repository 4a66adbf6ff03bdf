/** The strings in packets: what each is called, and the statements that hold its characters in check. */
import type { Clause } from '../../machines/index.ts';

export interface TextField {
  /** As the standard writes it. */
  readonly title: string;
  /** On top of those that hold for all strings. */
  readonly illFormed: readonly Clause[];
  readonly withNull: readonly Clause[];
}

function field(title: string, illFormed: Clause[] = [], withNull: Clause[] = []): TextField {
  return {
    title,
    illFormed: ['v3 MQTT-1.5.3-1', 'v5 MQTT-1.5.4-1', ...illFormed],
    withNull: ['v3 MQTT-1.5.3-2', 'v5 MQTT-1.5.4-2', ...withNull],
  };
}

const NO_NULL_IN_TOPICS: Clause[] = ['v3 MQTT-4.7.3-2', 'v5 MQTT-4.7.3-2'];

// biome-ignore format: a data table
export const TextField = {
  protocolName: field('Protocol Name'),
  clientIdentifier: field('Client Identifier', ['v3 MQTT-3.1.3-4', 'v5 MQTT-3.1.3-4']),
  willTopic: field('Will Topic', ['v3 MQTT-3.1.3-10', 'v5 MQTT-3.1.3-11'], NO_NULL_IN_TOPICS),
  userName: field('User Name', ['v3 MQTT-3.1.3-11', 'v5 MQTT-3.1.3-12']),
  topicName: field('Topic Name', ['v3 MQTT-3.3.2-1', 'v5 MQTT-3.3.2-1'], NO_NULL_IN_TOPICS),
  subscribed: field('Topic Filter', ['v3 MQTT-3.8.3-1', 'v5 MQTT-3.8.3-1'], NO_NULL_IN_TOPICS),
  unsubscribed: field('Topic Filter', ['v3 MQTT-3.10.3-1', 'v5 MQTT-3.10.3-1'], NO_NULL_IN_TOPICS),
  // Properties.
  userProperty: field('User Property', ['v5 MQTT-1.5.7-1'], ['v5 MQTT-1.5.7-1']),
  contentType: field('Content Type', ['v5 MQTT-3.3.2-19']),
  responseTopic: field('Response Topic', ['v5 MQTT-3.3.2-13'], NO_NULL_IN_TOPICS),
  authenticationMethod: field('Authentication Method'),
  serverReference: field('Server Reference'),
  reasonString: field('Reason String'),
} as const satisfies Readonly<Record<string, TextField>>;
