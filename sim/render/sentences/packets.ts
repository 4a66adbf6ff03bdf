/** A sentence for each packet, in each direction. */
import { type Clause, isFailure, type Packet, unreachable } from '../../../machines/index.ts';
import type { Flight } from '../timeline/types.ts';
import { acknowledgement } from './acknowledgements.ts';
import { type ByVersion, clausesFor, type Told } from './told.ts';
import { capital, count, duration, party, quoted, reason, versionName } from './words.ts';

interface Said {
  readonly text: string;
  readonly by?: ByVersion;
}

export type PacketOf<Type extends Packet['type']> = Extract<Packet, { readonly type: Type }>;

export function packetSentence(flight: Flight, end: 'sent' | 'received' | 'both'): Told {
  const who = party(flight.connection);
  const said = flight.direction === 'toBroker' ? byClient(flight, who) : byBroker(flight, who);
  const clauses = clausesFor(flight.version, said.by ?? {});
  if (end === 'received') return { text: arrival(flight, who), clauses };
  return { text: said.text + fate(flight), clauses };
}

function arrival({ packet, direction, sent, received }: Flight, who: string): string {
  const took =
    received === undefined || received === sent
      ? ''
      : ` after ${duration(received.timeMs - sent.timeMs)}`;
  const name = named(packet);
  return direction === 'toBroker'
    ? `${name} of ${who} reaches the broker${took}`
    : `${name} reaches ${who}${took}`;
}

function fate({ lost, packet }: Flight): string {
  return lost === undefined ? '' : `; the ${packet.type} is lost on the way`;
}

/** `PUBLISH 7`, `PINGREQ`. */
function named(packet: Packet): string {
  const id = 'packetId' in packet && packet.packetId !== 0 ? ` ${packet.packetId}` : '';
  return packet.type + id;
}

function byClient({ packet, version, isRepeated }: Flight, who: string): Said {
  switch (packet.type) {
    case 'CONNECT':
      return connect(packet, who, version);
    case 'PUBLISH':
      return {
        text: `${who} publishes ${publish(packet)}`,
        by: publishClauses(packet, 'toBroker'),
      };
    case 'SUBSCRIBE':
      return {
        text: `${who} asks to subscribe to ${list(packet.subscriptions.map(({ topicFilter }) => topicFilter))}`,
        by: { v3: ['v3 MQTT-3.8.4-1'], v5: ['v5 MQTT-3.8.4-1'] },
      };
    case 'UNSUBSCRIBE':
      return {
        text: `${who} asks to unsubscribe from ${list(packet.topicFilters)}`,
        by: { v3: ['v3 MQTT-3.10.4-4'], v5: ['v5 MQTT-3.10.4-4'] },
      };
    case 'PINGREQ':
      return {
        text: `${who} shows with PINGREQ that it is alive`,
        by: { v3: ['v3 MQTT-3.1.2-23'], v5: ['v5 MQTT-3.1.2-20'] },
      };
    case 'DISCONNECT':
      return disconnectByClient(packet, who);
    case 'AUTH':
      return {
        text: `${who} ${packet.reasonCode === 0x19 ? 'begins to authenticate anew' : 'goes on with authentication'}`,
        by: { v5: [packet.reasonCode === 0x19 ? 'v5 MQTT-4.12.1-1' : 'v5 MQTT-4.12.0-3'] },
      };
    case 'PUBACK':
    case 'PUBREC':
    case 'PUBREL':
    case 'PUBCOMP':
      return acknowledgement(packet, capital(who), 'the broker', isRepeated);
    default:
      return { text: `${who} sends ${packet.type}, which only a broker may send` };
  }
}

function byBroker({ packet, connection, isRepeated }: Flight, who: string): Said {
  switch (packet.type) {
    case 'CONNACK':
      return connack(packet, who, connection.cleanStart);
    case 'PUBLISH':
      return {
        text: `the broker sends ${who} ${publish(packet)}`,
        by: publishClauses(packet, 'toClient'),
      };
    case 'SUBACK':
      return {
        text: `the broker answers SUBSCRIBE ${packet.packetId} of ${who}: ${packet.reasonCodes.map((code) => reason(code, 'SUBACK')).join(', ')}`,
        by: {
          v3: ['v3 MQTT-3.8.4-1', 'v3 MQTT-3.8.4-2'],
          v5: ['v5 MQTT-3.8.4-1', 'v5 MQTT-3.8.4-2'],
        },
      };
    case 'UNSUBACK':
      return {
        text: `the broker answers UNSUBSCRIBE ${packet.packetId} of ${who}`,
        by: { v3: ['v3 MQTT-3.10.4-4'], v5: ['v5 MQTT-3.10.4-4', 'v5 MQTT-3.10.4-5'] },
      };
    case 'PINGRESP':
      return {
        text: `the broker answers the PINGREQ of ${who}`,
        by: { v3: ['v3 MQTT-3.12.4-1'], v5: ['v5 MQTT-3.12.4-1'] },
      };
    case 'DISCONNECT':
      return {
        text: `the broker tells ${who} that it disconnects it: ${reason(packet.reasonCode, 'DISCONNECT')}`,
        by: { v5: packet.reasonCode === 0x8e ? ['v5 MQTT-3.1.4-3'] : ['v5 MQTT-4.13.2-1'] },
      };
    case 'AUTH':
      return {
        text: `the broker asks ${who} for more proof of who it is`,
        by: { v5: ['v5 MQTT-4.12.0-2'] },
      };
    case 'PUBACK':
    case 'PUBREC':
    case 'PUBREL':
    case 'PUBCOMP':
      return acknowledgement(packet, 'the broker', who, isRepeated);
    case 'CONNECT':
    case 'SUBSCRIBE':
    case 'UNSUBSCRIBE':
    case 'PINGREQ':
      return { text: `the broker sends ${who} ${packet.type}, which only a client may send` };
    default:
      return unreachable(packet);
  }
}

function connect(packet: PacketOf<'CONNECT'>, who: string, version: Flight['version']): Said {
  const flag = version === 5 ? 'Clean Start' : 'Clean Session';
  const parts = [
    versionName(version),
    packet.cleanStart
      ? `${flag} 1 for a new session`
      : `${flag} 0 for its old session if there is one`,
  ];
  if (packet.keepAliveSeconds > 0) parts.push(`Keep Alive ${packet.keepAliveSeconds} s`);
  if (packet.will !== undefined) parts.push(`a will for ${quoted(packet.will.message.topicName)}`);
  return {
    text: `${who} asks to connect: ${parts.join(', ')}`,
    by: { v3: ['v3 MQTT-3.1.0-1'], v5: ['v5 MQTT-3.1.0-1'] },
  };
}

function connack(packet: PacketOf<'CONNACK'>, who: string, cleanStart: boolean): Said {
  if (isFailure(packet.reasonCode) || (packet.properties === undefined && packet.reasonCode > 0)) {
    // What a 3.x client gets is a return code, of another table.
    const why =
      packet.properties === undefined
        ? `return code ${packet.reasonCode}`
        : reason(packet.reasonCode, 'CONNACK');
    return {
      text: `the broker refuses ${who}: ${why}`,
      by: { v3: ['v3 MQTT-3.2.2-5'], v5: ['v5 MQTT-3.2.2-7'] },
    };
  }
  return {
    text: `the broker accepts ${who}, ${packet.sessionPresent ? 'whose session it still has' : 'with no session from before'}`,
    by: {
      v31: ['v3.1 session present'],
      v3: ['v3 MQTT-3.1.4-4', sessionPresent3(packet, cleanStart)],
      v5: ['v5 MQTT-3.1.4-5', cleanStart ? 'v5 MQTT-3.2.2-2' : 'v5 MQTT-3.2.2-3'],
    },
  };
}

function sessionPresent3({ sessionPresent }: PacketOf<'CONNACK'>, cleanSession: boolean): Clause {
  if (cleanSession) return 'v3 MQTT-3.2.2-1';
  return sessionPresent ? 'v3 MQTT-3.2.2-2' : 'v3 MQTT-3.2.2-3';
}

function publish({ message, qos, packetId, dup, retain, topicAlias }: PacketOf<'PUBLISH'>): string {
  const topic = message.topicName === '' ? `topic alias ${topicAlias}` : quoted(message.topicName);
  const parts = [`${topic} at QoS ${qos}`];
  if (packetId !== 0) parts.push(`packet identifier ${packetId}`);
  if (dup) parts.push('once more');
  if (retain) parts.push('retained');
  return parts.join(', ');
}

const FIRST_PUBLISH: readonly ByVersion[] = [
  { v3: ['v3 MQTT-4.3.1-1'], v5: ['v5 MQTT-4.3.1-1'] },
  { v3: ['v3 MQTT-4.3.2-1'], v5: ['v5 MQTT-4.3.2-2'] },
  { v3: ['v3 MQTT-4.3.3-1'], v5: ['v5 MQTT-4.3.3-2'] },
];

function publishClauses(
  { qos, dup, retain }: PacketOf<'PUBLISH'>,
  direction: Flight['direction'],
): ByVersion {
  const { v3 = [], v5 = [] } = dup
    ? {
        v3: ['v3 MQTT-4.4.0-1', 'v3 MQTT-3.3.1-1'] as const,
        v5: ['v5 MQTT-4.4.0-1', 'v5 MQTT-3.3.1-1'] as const,
      }
    : (FIRST_PUBLISH[qos] as ByVersion);
  if (direction === 'toClient')
    return { v3: [...v3, 'v3 MQTT-3.3.2-3'], v5: [...v5, 'v5 MQTT-3.3.2-3'] };
  if (retain) return { v3: [...v3, 'v3 MQTT-3.3.1-5'], v5: [...v5, 'v5 MQTT-3.3.1-5'] };
  return { v3, v5 };
}

function disconnectByClient({ reasonCode }: PacketOf<'DISCONNECT'>, who: string): Said {
  if (reasonCode === 0) {
    return {
      text: `${who} says goodbye with DISCONNECT`,
      by: {
        v3: ['v3 MQTT-3.14.4-1', 'v3 MQTT-3.14.4-2'],
        v5: ['v5 MQTT-3.14.4-1', 'v5 MQTT-3.14.4-2'],
      },
    };
  }
  return {
    text: `${who} says goodbye: ${reason(reasonCode, 'DISCONNECT')}`,
    by: { v5: ['v5 3.14.2.1 disconnect with will'] },
  };
}

function list(filters: readonly string[]): string {
  if (filters.length <= 3) return filters.map(quoted).join(', ');
  return `${filters.slice(0, 2).map(quoted).join(', ')} and ${count(filters.length - 2, 'more filter')}`;
}
