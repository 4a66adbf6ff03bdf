/** A form for a packet, filled in: what stands in its fields as text, and the packet that it says. */
import type { ClientPacket } from '../../sim/interact/deed.ts';
import type { PacketField, PacketForm } from '../../sim/interact/packet-fields.ts';
import { withPath } from '../../sim/interact/paths.ts';
import { bytes } from '../../sim/scenario/text/kinds.ts';

/** By path, as it stands in the field; `true` and `false` for a flag. Empty: the field is left out. */
export type Values = Readonly<Record<string, string>>;

export interface Filled {
  /** Undefined where something is wrong. */
  readonly packet: ClientPacket | undefined;
  /** By path. */
  readonly problems: Readonly<Record<string, string>>;
}

export function firstValues({ fields }: PacketForm): Values {
  return Object.fromEntries(fields.map(({ path, value }) => [path, textOf(value)]));
}

export function fill({ packet, fields }: PacketForm, values: Values): Filled {
  const problems: Record<string, string> = {};
  const hasWill = isWillIn(values);
  let filled: unknown = hasWill ? withWill(packet) : packet;
  for (const field of fields) {
    if (field.path.startsWith('will.') && !hasWill) continue;
    const text = values[field.path] ?? '';
    // A text that has to be there may be empty.
    const isLeftOut = text === '' && !(field.isNeeded && isTextual(field));
    if (isLeftOut && !field.isNeeded) continue;
    const value = isLeftOut ? undefined : readField(field, text);
    if (value === undefined) problems[field.path] = expected(field);
    else filled = withPath(filled, field.path, value);
  }
  const isFine = Object.keys(problems).length === 0;
  return { packet: isFine ? consistent(filled as ClientPacket) : undefined, problems };
}

/** A will is there as a whole, as soon as one of its fields is filled in. */
function isWillIn(values: Values): boolean {
  return Object.entries(values).some(([path, text]) => {
    return path.startsWith('will.') && text !== '' && text !== 'false';
  });
}

function withWill(packet: ClientPacket): unknown {
  const message = {
    topicName: '',
    payload: new Uint8Array(),
    qos: 0,
    retain: false,
    properties: undefined,
  } as const;
  return { ...packet, will: { message, delayIntervalSeconds: 0 } };
}

/** The message of a PUBLISH has its QoS and RETAIN. */
function consistent(packet: ClientPacket): ClientPacket {
  if (packet.type !== 'PUBLISH') return packet;
  const { qos, retain } = packet;
  // There is no Packet Identifier at QoS 0.
  const packetId = qos === 0 ? 0 : packet.packetId;
  return { ...packet, packetId, message: { ...packet.message, qos, retain } };
}

function isTextual({ kind }: PacketField): boolean {
  return kind === 'text' || kind === 'bytes' || kind === 'lines';
}

function readField(field: PacketField, text: string): unknown {
  switch (field.kind) {
    case 'text':
      return text;
    case 'bytes':
      return bytes.read(text);
    case 'flag':
      return text === 'true';
    case 'choice':
      return field.choices.find(({ value }) => `${value}` === text)?.value;
    case 'number':
      return numberOf(field, text);
    case 'lines':
      return text.split('\n').filter((line) => line !== '');
    case 'pairs':
      return pairsOf(text);
  }
}

function numberOf({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: PacketField, text: string) {
  const number = /^(0x[0-9a-fA-F]+|\d+)$/.test(text.trim()) ? Number(text) : Number.NaN;
  return number >= minimum && number <= maximum ? number : undefined;
}

/** `name: value`, one a line. */
function pairsOf(text: string): unknown {
  const pairs = text.split('\n').filter((line) => line !== '');
  const read = pairs.map((line) => /^([^:]*): ?(.*)$/.exec(line)?.slice(1));
  return read.includes(undefined) ? undefined : read;
}

function expected({ kind, minimum = 0, maximum }: PacketField): string {
  switch (kind) {
    case 'number':
      return maximum === undefined ? 'a whole number' : `a number from ${minimum} to ${maximum}`;
    case 'bytes':
      return 'plain ASCII, or bytes such as 0x00FF';
    case 'pairs':
      return 'name: value, one a line';
    default:
      return 'one of the values';
  }
}

function textOf(value: unknown): string {
  if (value === undefined) return '';
  if (value instanceof Uint8Array) return bytes.write(value);
  return Array.isArray(value) ? value.join('\n') : String(value);
}
