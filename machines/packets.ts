/**
 * MQTT Control Packets as plain data, in the words of MQTT 5.0.
 *
 * One shape serves 3.1, 3.1.1 and 5.0: a 3.x packet simply has no properties. Where 3.1.1 has a word of its own
 * (Clean Session, Connect Return code) the 5.0 word stands here, and the difference in meaning is the charts' business.
 */

/** Protocol Version of CONNECT: 3 is MQTT 3.1 (`MQIsdp`), 4 is 3.1.1, 5 is 5.0. */
export type ProtocolVersion = 3 | 4 | 5;

export type QoS = 0 | 1 | 2;

/** Name and value, in the order received. */
export type UserProperties = readonly (readonly [name: string, value: string])[];

export interface MessageProperties {
  readonly payloadFormatIndicator?: 0 | 1;
  readonly messageExpiryInterval?: number;
  readonly responseTopic?: string;
  readonly correlationData?: Uint8Array;
  readonly contentType?: string;
  readonly userProperties?: UserProperties;
}

/** An Application Message as its publisher sent it. Immutable, and shared by all queues and exchanges that hold it. */
export interface Message {
  readonly topicName: string;
  readonly payload: Uint8Array;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly properties: MessageProperties | undefined;
}

export interface Will {
  readonly message: Message;
  /** Will Delay Interval; 0 in 3.x. */
  readonly delayIntervalSeconds: number;
}

export interface ConnectProperties {
  readonly sessionExpiryInterval?: number;
  readonly receiveMaximum?: number;
  readonly maximumPacketSize?: number;
  readonly topicAliasMaximum?: number;
  readonly requestResponseInformation?: boolean;
  readonly requestProblemInformation?: boolean;
  readonly userProperties?: UserProperties;
  readonly authenticationMethod?: string;
  readonly authenticationData?: Uint8Array;
}

export interface Connect {
  readonly type: 'CONNECT';
  /** As sent: any byte, so that an unsupported one can be refused. */
  readonly protocolVersion: number;
  /** Clean Session in 3.x. */
  readonly cleanStart: boolean;
  readonly clientId: string;
  readonly keepAliveSeconds: number;
  readonly userName: string | undefined;
  readonly password: Uint8Array | undefined;
  readonly will: Will | undefined;
  readonly properties: ConnectProperties;
}

export interface ConnackProperties {
  readonly sessionExpiryInterval?: number;
  readonly receiveMaximum?: number;
  readonly maximumQos?: 0 | 1;
  readonly retainAvailable?: boolean;
  readonly maximumPacketSize?: number;
  readonly assignedClientIdentifier?: string;
  readonly topicAliasMaximum?: number;
  readonly reasonString?: string;
  readonly userProperties?: UserProperties;
  readonly wildcardSubscriptionAvailable?: boolean;
  readonly subscriptionIdentifiersAvailable?: boolean;
  readonly sharedSubscriptionAvailable?: boolean;
  readonly serverKeepAlive?: number;
  readonly responseInformation?: string;
  readonly serverReference?: string;
  readonly authenticationMethod?: string;
  readonly authenticationData?: Uint8Array;
}

export interface Connack {
  readonly type: 'CONNACK';
  readonly sessionPresent: boolean;
  /** Reason Code in 5.0; in 3.x the Connect Return code, 0 to 5. */
  readonly reasonCode: number;
  readonly properties: ConnackProperties | undefined;
}

export interface Publish {
  readonly type: 'PUBLISH';
  readonly message: Message;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly dup: boolean;
  /** Packet Identifier; 0 at QoS 0, which has none. */
  readonly packetId: number;
  readonly topicAlias?: number;
  /** The Topic Name is empty on the wire: the Topic Alias has stood for it before on this connection. */
  readonly isTopicOmitted?: true;
  readonly subscriptionIdentifiers?: readonly number[];
  /** What is left of the Message Expiry Interval, in seconds, where it differs from the message's own. */
  readonly messageExpiryInterval?: number;
}

export interface AckProperties {
  readonly reasonString?: string;
  readonly userProperties?: UserProperties;
}

interface Ack<Type extends string> {
  readonly type: Type;
  readonly packetId: number;
  /** 0 in 3.x, which has none. */
  readonly reasonCode: number;
  readonly properties?: AckProperties;
}

export type Puback = Ack<'PUBACK'>;
export type Pubrec = Ack<'PUBREC'>;
export type Pubrel = Ack<'PUBREL'>;
export type Pubcomp = Ack<'PUBCOMP'>;

export interface SubscriptionRequest {
  readonly topicFilter: string;
  /** Maximum QoS requested. */
  readonly qos: QoS;
  readonly noLocal: boolean;
  readonly retainAsPublished: boolean;
  readonly retainHandling: 0 | 1 | 2;
}

export interface Subscribe {
  readonly type: 'SUBSCRIBE';
  readonly packetId: number;
  readonly subscriptions: readonly SubscriptionRequest[];
  readonly subscriptionIdentifier: number | undefined;
  readonly userProperties?: UserProperties;
}

export interface Suback {
  readonly type: 'SUBACK';
  readonly packetId: number;
  readonly reasonCodes: readonly number[];
  readonly properties?: AckProperties;
}

export interface Unsubscribe {
  readonly type: 'UNSUBSCRIBE';
  readonly packetId: number;
  readonly topicFilters: readonly string[];
  readonly userProperties?: UserProperties;
}

export interface Unsuback {
  readonly type: 'UNSUBACK';
  readonly packetId: number;
  /** Not on the wire in 3.x. */
  readonly reasonCodes: readonly number[];
  readonly properties?: AckProperties;
}

export interface Pingreq {
  readonly type: 'PINGREQ';
}

export interface Pingresp {
  readonly type: 'PINGRESP';
}

export interface DisconnectProperties {
  readonly sessionExpiryInterval?: number;
  readonly reasonString?: string;
  readonly userProperties?: UserProperties;
  readonly serverReference?: string;
}

export interface Disconnect {
  readonly type: 'DISCONNECT';
  /** 0 in 3.x, which has none. */
  readonly reasonCode: number;
  readonly properties?: DisconnectProperties;
}

export interface AuthProperties {
  readonly authenticationMethod?: string;
  readonly authenticationData?: Uint8Array;
  readonly reasonString?: string;
  readonly userProperties?: UserProperties;
}

export interface Auth {
  readonly type: 'AUTH';
  readonly reasonCode: number;
  readonly properties: AuthProperties;
}

export type Packet =
  | Connect
  | Connack
  | Publish
  | Puback
  | Pubrec
  | Pubrel
  | Pubcomp
  | Subscribe
  | Suback
  | Unsubscribe
  | Unsuback
  | Pingreq
  | Pingresp
  | Disconnect
  | Auth;

export type PacketType = Packet['type'];

/** In the order of their numbers in the fixed header, which begin with 1 (table 2-1 of both standards). */
export const PACKET_TYPES = [
  'CONNECT',
  'CONNACK',
  'PUBLISH',
  'PUBACK',
  'PUBREC',
  'PUBREL',
  'PUBCOMP',
  'SUBSCRIBE',
  'SUBACK',
  'UNSUBSCRIBE',
  'UNSUBACK',
  'PINGREQ',
  'PINGRESP',
  'DISCONNECT',
  'AUTH',
] as const satisfies readonly PacketType[];
