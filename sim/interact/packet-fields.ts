/**
 * The fields of a packet that a client can send, for a form to be made of: from the trace's schema of packets, and from
 * the encoder, which knows what a version has room for on the wire.
 */
import {
  type Packet,
  type ProtocolVersion,
  type ReasonCodePacket,
  reasonCodeAllowedIn,
  reasonCodeName,
  TRACE_SCHEMA,
} from '../../machines/index.ts';
import { Facts } from '../explain/facts.ts';
import { inputFor } from '../explain/imagine.ts';
import { WireEncoder } from '../wire/encode.ts';
import { CLIENT_PACKET_TYPES, type ClientPacket, type ClientPacketType } from './deed.ts';
import { byPath, withPath } from './paths.ts';

export interface PacketField {
  /** `message.topicName`, `subscriptions.0.qos`. */
  readonly path: string;
  /** As the standard calls it: `Topic Name`. */
  readonly label: string;
  /** `lines`: texts, one a line. `pairs`: `name: value`, one a line. */
  readonly kind: 'text' | 'number' | 'flag' | 'choice' | 'bytes' | 'lines' | 'pairs';
  readonly minimum?: number;
  readonly maximum?: number;
  /** Of a choice, all; of a number, those that the standard gives names to. */
  readonly choices: readonly { readonly value: number; readonly label: string }[];
  /** Without it, the field may be left out. */
  readonly isNeeded: boolean;
  /** What it is to begin with; undefined where it is left out. */
  readonly value: unknown;
}

export interface PacketForm {
  readonly type: ClientPacketType;
  readonly packet: ClientPacket;
  readonly fields: readonly PacketField[];
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly number[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly prefixItems?: unknown;
  readonly oneOf?: readonly Schema[];
}

/** Said elsewhere: by the choice of packet, by the packet itself, by an empty Topic Name, and of the last, by the message. */
const SAID_TWICE: ReadonlySet<string> = new Set([
  'type',
  'message.qos',
  'message.retain',
  'isTopicOmitted',
  'messageExpiryInterval',
]);

/** One form for each packet that a client of the version can send. */
export function packetForms(version: ProtocolVersion, clientId: string): readonly PacketForm[] {
  const types = CLIENT_PACKET_TYPES.filter((type) => version === 5 || type !== 'AUTH');
  return types.map((type) => {
    const packet = plainPacket(type, version, clientId);
    const all = fieldsOf(schemaOf(type), '', true, packet);
    return { type, packet, fields: all.filter((field) => isOnWire(packet, field, version)) };
  });
}

export function schemaOf(type: ClientPacketType): Schema {
  const { packet } = definitions();
  const found = packet?.oneOf?.find(({ properties }) => constOf(properties?.['type']) === type);
  if (found === undefined) throw new Error(`the schema knows no ${type}`);
  return found;
}

/** What a reference stands for. Of a message, the whole of it and not its number. */
export function resolved(schema: Schema): Schema {
  const name = /^#\/\$defs\/(\w+)$/.exec(schema.$ref ?? '')?.[1];
  if (name === undefined) return schema;
  const found = definitions()[name] as Schema;
  return name === 'message' ? (found.oneOf?.at(-1) as Schema) : found;
}

/** Bytes, be they secret or not. */
export function isBytes({ $ref }: Schema): boolean {
  return $ref === '#/$defs/bytes' || $ref === '#/$defs/secret';
}

function definitions(): Readonly<Record<string, Schema>> {
  return TRACE_SCHEMA['$defs'] as Readonly<Record<string, Schema>>;
}

function constOf(schema: Schema | undefined): unknown {
  return (schema as { readonly const?: unknown } | undefined)?.const;
}

function plainPacket(type: ClientPacketType, version: ProtocolVersion, clientId: string) {
  const words = type === 'CONNECT' ? ` version=${version}` : type === 'PUBLISH' ? ' qos=1' : '';
  const input = inputFor(new Facts(type + words), 0);
  const packet = (input as { readonly packet: ClientPacket }).packet;
  return packet.type === 'CONNECT' ? { ...packet, clientId } : packet;
}

function fieldsOf(
  schema: Schema,
  prefix: string,
  isNeeded: boolean,
  packet: ClientPacket,
): readonly PacketField[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const path = `${prefix}${name}`;
    if (SAID_TWICE.has(path)) return [];
    const isOwn = isNeeded && (schema.required ?? []).includes(name);
    const kind = kindOf(member);
    if (kind !== undefined) return [fieldOf(path, kind, resolved(member), isOwn, packet)];
    const items = member.items && resolved(member.items);
    // One of a list is what a form has room for.
    if (items?.properties !== undefined) return fieldsOf(items, `${path}.0.`, isOwn, packet);
    return fieldsOf(resolved(member), `${path}.`, isOwn, packet);
  });
}

function kindOf(schema: Schema): PacketField['kind'] | undefined {
  if (isBytes(schema)) return 'bytes';
  const { type, enum: choices, items } = resolved(schema);
  if (choices !== undefined) return 'choice';
  if (type === 'string') return 'text';
  if (type === 'boolean') return 'flag';
  if (type === 'integer') return 'number';
  if (items?.prefixItems !== undefined) return 'pairs';
  return type === 'array' && items?.type === 'string' ? 'lines' : undefined;
}

function fieldOf(
  path: string,
  kind: PacketField['kind'],
  { enum: all = [], minimum, maximum }: Schema,
  isNeeded: boolean,
  packet: ClientPacket,
): PacketField {
  return {
    path,
    label: labelOf(path),
    kind,
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    choices:
      path === 'reasonCode'
        ? reasonCodesOf(packet.type as ReasonCodePacket)
        : all.map((value) => ({ value, label: `${value}` })),
    isNeeded,
    value: byPath(packet, path),
  };
}

const BYTES = 256;

function reasonCodesOf(type: ReasonCodePacket): PacketField['choices'] {
  const codes = Array.from({ length: BYTES }, (_, code) => code);
  return codes
    .filter((code) => reasonCodeAllowedIn(code, type))
    .map((value) => ({ value, label: reasonCodeName(value, type) }));
}

const NAMES: Readonly<Record<string, string>> = {
  qos: 'QoS',
  dup: 'DUP',
  clientId: 'Client Identifier',
  packetId: 'Packet Identifier',
  keepAliveSeconds: 'Keep Alive (s)',
  delayIntervalSeconds: 'Delay Interval (s)',
  protocolVersion: 'Protocol Version',
};

/** `properties.sessionExpiryInterval` as `Session Expiry Interval`, `will.message.qos` as `Will QoS`. */
function labelOf(path: string): string {
  const name = path.slice(path.lastIndexOf('.') + 1);
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter}`);
  const label = NAMES[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
  return path.startsWith('will.') ? `Will ${label}` : label;
}

const encoder = new WireEncoder();

/** Whether two values of the field make two packets, on the wire of that version. */
function isOnWire(packet: ClientPacket, field: PacketField, version: ProtocolVersion): boolean {
  if (packet.type === 'CONNECT' && field.path === 'protocolVersion') return true;
  const written = samplesOf(field).map((value) => {
    const other = withPath(withNeeded(packet, field), field.path, value) as Packet;
    return encoder.encode(other, version).join();
  });
  return new Set(written).size > 1;
}

/** A will has to be there as a whole before one of its fields can be. */
function withNeeded(packet: ClientPacket, { path }: PacketField): ClientPacket {
  if (!path.startsWith('will.') || packet.type !== 'CONNECT') return packet;
  const message = { topicName: 'a', payload: new Uint8Array(1), qos: 0, retain: false } as const;
  const will = { message: { ...message, properties: undefined }, delayIntervalSeconds: 0 };
  return { ...packet, will };
}

function samplesOf({ kind, choices, minimum = 0 }: PacketField): readonly unknown[] {
  switch (kind) {
    case 'text':
      return ['a', 'b'];
    case 'bytes':
      return [Uint8Array.of(1), Uint8Array.of(2)];
    case 'flag':
      return [false, true];
    case 'choice':
      return choices.slice(0, 2).map(({ value }) => value);
    case 'number':
      return [minimum + 1, minimum + 2];
    case 'lines':
      return [['a'], ['b']];
    case 'pairs':
      return [[['a', 'b']], [['a', 'c']]];
  }
}
