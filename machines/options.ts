/**
 * What an operator can set about the law, with its defaults. Every limit has a name here; nothing in the core is
 * bounded by a number that stands anywhere else.
 */
import type { ProtocolVersion } from './packets.ts';

/** Session Expiry Interval that never runs out (5.0 section 3.1.2.11.2). */
export const NEVER_EXPIRES_SECONDS = 0xffff_ffff;

export interface BrokerOptions {
  readonly protocolVersions: readonly ProtocolVersion[];
  /** From the opened connection to a complete CONNECT. */
  readonly connectTimeoutSeconds: number;
  /** For an authenticator to answer, and for a client to answer AUTH. */
  readonly authenticationTimeoutSeconds: number;
  /** For an authorizer to answer. */
  readonly authorizationTimeoutSeconds: number;
  /** From asking the network to close to tearing it down. */
  readonly closeTimeoutSeconds: number;
  /** Longest Keep Alive; a client that asks for more, or for none, is given this one. 0: no limit. */
  readonly keepAliveMaximumSeconds: number;
  /** Longest Session Expiry Interval, 3.x sessions included. */
  readonly sessionExpiryMaximumSeconds: number;
  /** QoS 1 and 2 PUBLISH that a client may have unacknowledged: our Receive Maximum, 1 to 65,535. */
  readonly receiveMaximum: number;
  /** QoS 1 and 2 PUBLISH that we have unacknowledged at one client, which may ask for less. 1 to 65,535. */
  readonly inflightMaximum: number;
  /** Connections at the same time, those before CONNECT included. */
  readonly connectionsMaximum: number;
  /** CONNECT packets accepted per second, over all; a second's worth may come at once. */
  readonly connectsPerSecondMaximum: number;
  /** Sessions, online and offline. Beyond it a client is let in only to one that is there. */
  readonly sessionsMaximum: number;
  /** Messages waiting in one session. */
  readonly queueLengthMaximum: number;
  /** Bytes of messages, payloads and topics, waiting in one session. */
  readonly queueBytesMaximum: number;
  /** The same over all sessions. A message that waits in two counts twice. */
  readonly queueBytesInAllMaximum: number;
  /** Topics with a retained message, without the broker's own under $SYS. */
  readonly retainedMaximum: number;
  /**
   * Retained messages that one SUBSCRIBE may bring; a filter that would bring more, and all further ones that have any,
   * are refused. The first filter that has some brings all of them.
   */
  readonly retainedPerSubscribeMaximum: number;
  /** Packets of a client held back while authentication or authorization is waited for. */
  readonly heldPacketsMaximum: number;
  /** Their payloads, topics and filters in bytes. One packet is held whatever its size. */
  readonly heldBytesMaximum: number;
  /** Bytes of one packet from a client: our Maximum Packet Size. Checked where bytes are, announced here. */
  readonly maximumPacketSizeBytes: number;
  /** Topic Aliases that a client may set, and that we set for one that takes as many. 0 to 65,535. */
  readonly topicAliasMaximum: number;
  readonly clientIdLengthMaximum: number;
  readonly topicLevelsMaximum: number;
  /** Bytes of a topic, in UTF-8. MQTT itself has no more than 65,535. */
  readonly topicLengthMaximumBytes: number;
  readonly subscriptionsPerSessionMaximum: number;
  /** Whether 5.0 clients may share subscriptions. 3.x has none: there `$share/…` is a filter like any other. */
  readonly sharedSubscriptions: boolean;
  /** Whether clients without a client identifier are accepted. */
  readonly emptyClientIdAllowed: boolean;
  /** Response Information for 5.0 clients that ask for it, a part of topics by convention; empty for none. */
  readonly responseInformation: string;
  /** Whether a payload that says it is UTF-8 is looked at, and refused when it is not. */
  readonly payloadFormatChecked: boolean;
  /** Whether QoS 0 messages are kept for clients that are offline. */
  readonly qos0Queued: boolean;
  /** Whether someone answers `authenticate` effects. Else everybody is who they say. */
  readonly authentication: boolean;
  /** Authentication Methods of enhanced authentication that someone answers for. */
  readonly authenticationMethods: readonly string[];
  /** Whether someone answers `store` effects. Else nothing outlives the process. */
  readonly durable: boolean;
  /** Whether topics under $SYS are the broker's alone; bridges may still say there that they are up. */
  readonly sysTopicsReserved: boolean;
  /** Whether someone answers `authorize` effects. Else everything is allowed. */
  readonly authorization: boolean;
}

export const DEFAULT_OPTIONS: BrokerOptions = {
  protocolVersions: [3, 4, 5],
  connectTimeoutSeconds: 10,
  authenticationTimeoutSeconds: 30,
  authorizationTimeoutSeconds: 30,
  closeTimeoutSeconds: 5,
  keepAliveMaximumSeconds: 0,
  sessionExpiryMaximumSeconds: NEVER_EXPIRES_SECONDS,
  receiveMaximum: 1_000,
  inflightMaximum: 1_000,
  connectionsMaximum: 100_000,
  connectsPerSecondMaximum: 50_000,
  sessionsMaximum: 1_000_000,
  queueLengthMaximum: 10_000,
  queueBytesMaximum: 67_108_864,
  queueBytesInAllMaximum: 1_073_741_824,
  retainedMaximum: 1_000_000,
  retainedPerSubscribeMaximum: 100_000,
  heldPacketsMaximum: 100,
  heldBytesMaximum: 4_194_304,
  maximumPacketSizeBytes: 1_048_576,
  topicAliasMaximum: 32,
  clientIdLengthMaximum: 1_024,
  topicLevelsMaximum: 128,
  topicLengthMaximumBytes: 65_535,
  subscriptionsPerSessionMaximum: 10_000,
  sharedSubscriptions: true,
  emptyClientIdAllowed: true,
  responseInformation: '',
  payloadFormatChecked: false,
  qos0Queued: false,
  authentication: false,
  authenticationMethods: [],
  durable: false,
  sysTopicsReserved: true,
  authorization: false,
};
