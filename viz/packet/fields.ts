/** The fields of a packet, each with its name in the standard and its value in words. Properties stand apart. */
import type {
  Packet,
  ProtocolVersion,
  ReasonCodePacket,
  SubscriptionRequest,
} from '../../machines/index.ts';
import { reason } from '../../sim/render/sentences/words.ts';
import type { Decoded, Missing } from './decoded.ts';
import type { FieldView } from './protocol.ts';

export interface Fields {
  readonly fields: readonly FieldView[];
  readonly properties: readonly FieldView[];
}

/** Of PUBLISH: what the packet itself says again, with its own QoS. */
const SAID_TWICE: ReadonlySet<string> = new Set(['type', 'message.qos', 'message.retain']);

/** Properties that our packets hold beside their `properties`. */
const PROPERTIES: ReadonlySet<string> = new Set([
  'topicAlias',
  'subscriptionIdentifier',
  'subscriptionIdentifiers',
  'messageExpiryInterval',
  'userProperties',
  'will.delayIntervalSeconds',
]);

export function fieldsOf({ packet, missing }: Decoded, version: ProtocolVersion): Fields {
  const fields: FieldView[] = [];
  const properties: FieldView[] = [];
  for (const [path, value] of leavesOf(packet, '')) {
    if (SAID_TWICE.has(path) || isNotOnWire(packet, path, version)) continue;
    const isProperty = path.includes('properties.') || PROPERTIES.has(path);
    const all = isProperty ? properties : fields;
    all.push(...viewsOf(packet, path, value, missing.get(path), version));
  }
  return { fields, properties };
}

type Leaf = readonly [path: string, value: unknown];

function* leavesOf(value: object, prefix: string): Generator<Leaf> {
  for (const [name, member] of Object.entries(value)) {
    const path = `${prefix}${name}`;
    if (member === undefined) continue;
    const isGroup =
      typeof member === 'object' &&
      member !== null &&
      !Array.isArray(member) &&
      !(member instanceof Uint8Array);
    if (isGroup) yield* leavesOf(member, `${path}.`);
    else yield [path, member];
  }
}

/** What a version has no room for, and what stands for something else. */
function isNotOnWire(packet: Packet, path: string, version: ProtocolVersion): boolean {
  if (path === 'isTopicOmitted') return true;
  // Without one, 0 is what holds.
  if (packet.type === 'CONNECT' && path === 'will.delayIntervalSeconds') {
    return version !== 5 || packet.will?.delayIntervalSeconds === 0;
  }
  if (packet.type === 'PUBLISH') {
    if (path === 'packetId') return packet.qos === 0;
    // The packet's own says what is left of it.
    if (path === 'message.properties.messageExpiryInterval') {
      return packet.messageExpiryInterval !== undefined || version !== 5;
    }
  }
  if (version === 5) return false;
  if (path.includes('properties.') || PROPERTIES.has(path)) return true;
  if (path === 'reasonCode') return packet.type !== 'CONNACK';
  return path === 'reasonCodes' && packet.type === 'UNSUBACK';
}

function viewsOf(
  packet: Packet,
  path: string,
  value: unknown,
  missing: Missing | undefined,
  version: ProtocolVersion,
): readonly FieldView[] {
  const name = nameOf(path, version);
  if (path === 'subscriptions') {
    const all = value as readonly SubscriptionRequest[];
    return all.map((each) => ({ name: 'Subscription', value: subscription(each, version) }));
  }
  if (path.endsWith('userProperties')) {
    const pairs = value as readonly (readonly [string, string])[];
    return pairs.map(([key, word]) => ({ name: 'User Property', value: `${key}: ${word}` }));
  }
  if (path === 'topicFilters' || path === 'subscriptionIdentifiers') {
    return (value as readonly unknown[]).map((each) => ({
      name: name.replace(/s$/, ''),
      value: `${each}`,
    }));
  }
  if (path === 'reasonCodes') {
    const codes = value as readonly number[];
    return codes.map((code) => ({ name: 'Reason Code', value: codeOf(packet, code, version) }));
  }
  return [
    { name, value: missing === undefined ? plain(packet, path, value, version) : gone(missing) },
  ];
}

function plain(packet: Packet, path: string, value: unknown, version: ProtocolVersion): string {
  if (value instanceof Uint8Array) return bytesInWords(value);
  if (path === 'reasonCode') return codeOf(packet, value as number, version);
  if (path === 'protocolVersion')
    return `${value} (${VERSIONS[value as number] ?? 'none we know'})`;
  if (path === 'message.topicName' && packet.type === 'PUBLISH' && packet.isTopicOmitted) {
    return `empty: the Topic Alias stands for ${value}`;
  }
  if (path.endsWith('properties.sessionExpiryInterval') && value === 0xffff_ffff) return 'never';
  if (/Interval(Seconds)?$|keepAlive(Seconds)?$|KeepAlive$/i.test(path)) return `${value} s`;
  if (typeof value === 'boolean') return value ? '1' : '0';
  return value === '' ? 'empty' : `${value}`;
}

const VERSIONS: Readonly<Record<number, string>> = { 3: '3.1', 4: '3.1.1', 5: '5.0' };

function codeOf(packet: Packet, code: number, version: ProtocolVersion): string {
  // The Connect Return codes of 3.x have other numbers than the Reason Codes of 5.0.
  if (version !== 5 && packet.type === 'CONNACK') {
    return `0x0${code}${RETURN_CODES[code] === undefined ? '' : ` ${RETURN_CODES[code]}`}`;
  }
  return reason(code, packet.type as ReasonCodePacket);
}

const RETURN_CODES = [
  'accepted',
  'unacceptable protocol version',
  'identifier rejected',
  'server unavailable',
  'bad user name or password',
  'not authorized',
];

function subscription(request: SubscriptionRequest, version: ProtocolVersion): string {
  const { topicFilter, qos, noLocal, retainAsPublished, retainHandling } = request;
  const options = [
    `QoS ${qos}`,
    ...(noLocal && version === 5 ? ['No Local'] : []),
    ...(retainAsPublished && version === 5 ? ['Retain As Published'] : []),
    ...(version === 5 && retainHandling !== 0 ? [`Retain Handling ${retainHandling}`] : []),
  ];
  return `${topicFilter}, ${options.join(', ')}`;
}

const TEXT_MAXIMUM = 200;

function bytesInWords(bytes: Uint8Array): string {
  const length = bytes.length === 1 ? '1 byte' : `${bytes.length} bytes`;
  if (bytes.length === 0) return 'empty';
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, TEXT_MAXIMUM));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: text has none but ends of lines and tabs
    if (/[\u0000-\u0008\u000e-\u001f]/.test(text)) return length;
    return `“${text}${bytes.length > TEXT_MAXIMUM ? '…' : ''}” (${length})`;
  } catch {
    return length;
  }
}

function gone({ kind, length, hash }: Missing): string {
  if (kind === 'secret') return 'never in a trace';
  const bytes = length === 1 ? '1 byte' : `${length} bytes`;
  if (kind === 'omitted') return `${bytes}, not in the trace`;
  return `${bytes}, in the trace as the hash ${hash.slice(0, 8)}… alone`;
}

const NAMES: Readonly<Record<string, string>> = {
  qos: 'QoS',
  dup: 'DUP',
  clientId: 'Client Identifier',
  packetId: 'Packet Identifier',
  keepAliveSeconds: 'Keep Alive',
  delayIntervalSeconds: 'Delay Interval',
};

/** `properties.sessionExpiryInterval` as `Session Expiry Interval`, `will.message.qos` as `Will QoS`. */
function nameOf(path: string, version: ProtocolVersion): string {
  const name = path.slice(path.lastIndexOf('.') + 1);
  if (version !== 5 && name === 'cleanStart') return 'Clean Session';
  if (version !== 5 && name === 'reasonCode') return 'Connect Return code';
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter}`);
  const label = NAMES[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
  return path.startsWith('will.') ? `Will ${label}` : label;
}
