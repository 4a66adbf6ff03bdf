/** What the broker transmits, as someone who knows MQTT would say it. */
import {
  type Connack,
  type Packet,
  type ProtocolVersion,
  type Publish,
  type ReasonCodePacket,
  reasonCodeName,
} from '../../../machines/index.ts';

const decoder = new TextDecoder();

const RETURN_CODES = [
  'Connection Accepted',
  'unacceptable protocol version',
  'identifier rejected',
  'Server unavailable',
  'bad user name or password',
  'not authorized',
];

/** CONNACK properties that are the same in every transcript: what the broker offers. */
const USUAL = new Set(['maximumPacketSize', 'topicAliasMaximum']);

export interface Wording {
  /** Name also the properties that are always there. */
  readonly allProperties: boolean;
  /** The Receive Maximum that CONNACK always has. */
  readonly receiveMaximum: number;
}

export function packetInWords(packet: Packet, version: ProtocolVersion, wording: Wording): string {
  const named = (code: number) =>
    `${reasonCodeName(code, packet.type as ReasonCodePacket)}${code >= 0x80 ? ` (${hex(code)})` : ''}`;
  switch (packet.type) {
    case 'CONNACK':
      return connackInWords(packet, version, wording);
    case 'PUBLISH':
      return publishInWords(packet);
    case 'PUBACK':
    case 'PUBREC':
    case 'PUBREL':
    case 'PUBCOMP': {
      const reason = packet.reasonCode === 0 ? '' : ` ${named(packet.reasonCode)}`;
      return `${packet.type} id ${packet.packetId}${reason}`;
    }
    case 'SUBACK': {
      const codes = packet.reasonCodes.map((code) =>
        version < 5 && code === 0x80 ? 'Failure (0x80)' : named(code),
      );
      return `SUBACK id ${packet.packetId} ${codes.join(', ')}`;
    }
    case 'UNSUBACK': {
      // In 3.x no codes are on the wire.
      const codes = version < 5 ? '' : ` ${packet.reasonCodes.map(named).join(', ')}`;
      return `UNSUBACK id ${packet.packetId}${codes}`;
    }
    case 'DISCONNECT': {
      const { reasonString } = packet.properties ?? {};
      return `DISCONNECT ${named(packet.reasonCode)}${reasonString === undefined ? '' : `: ${reasonString}`}`;
    }
    case 'AUTH':
      return `AUTH ${named(packet.reasonCode)}${propertiesInWords(packet.properties, ' ')}`;
    default:
      return packet.type;
  }
}

function connackInWords(packet: Connack, version: ProtocolVersion, wording: Wording): string {
  const { sessionPresent, reasonCode, properties = {} } = packet;
  const present = sessionPresent ? 'session present, ' : '';
  if (version < 5) return `CONNACK ${present}${RETURN_CODES[reasonCode]} (${reasonCode})`;
  const shown = Object.entries(properties).filter(
    ([name, value]) =>
      wording.allProperties ||
      !(USUAL.has(name) || (name === 'receiveMaximum' && value === wording.receiveMaximum)),
  );
  const name = reasonCodeName(reasonCode, 'CONNACK');
  const code = reasonCode >= 0x80 ? ` (${hex(reasonCode)})` : '';
  return `CONNACK ${present}${name}${code}${propertiesInWords(Object.fromEntries(shown), ', ')}`;
}

function publishInWords(packet: Publish): string {
  const { message, qos, packetId, dup, retain, messageExpiryInterval, subscriptionIdentifiers } =
    packet;
  const topic = packet.isTopicOmitted ? '-' : message.topicName;
  return [
    `PUBLISH ${topic} "${decoder.decode(message.payload)}" QoS ${qos}`,
    ...(qos > 0 ? [`id ${packetId}`] : []),
    ...(dup ? ['DUP'] : []),
    ...(retain ? ['RETAIN'] : []),
    ...(packet.topicAlias === undefined ? [] : [`alias ${packet.topicAlias}`]),
    ...(messageExpiryInterval === undefined ? [] : [`expires in ${messageExpiryInterval} s`]),
    ...(subscriptionIdentifiers === undefined
      ? []
      : [`identifiers ${subscriptionIdentifiers.join(', ')}`]),
  ].join(' ');
}

function propertiesInWords(properties: object, separator: string): string {
  return Object.entries(properties)
    .map(([name, value]) => `${separator}${name}=${valueInWords(value)}`)
    .join('');
}

export function valueInWords(value: unknown): string {
  if (value instanceof Uint8Array) return decoder.decode(value);
  return typeof value === 'string' && value.includes(' ') ? `"${value}"` : String(value);
}

export function hex(code: number): string {
  return `0x${code.toString(16).toUpperCase().padStart(2, '0')}`;
}
