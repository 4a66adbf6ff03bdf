/** A packet of a run as somebody looks at it: fields, properties, and what was on the wire. */
import type { Packet, ProtocolVersion } from '../../machines/index.ts';
import { count, party, versionName } from '../../sim/render/sentences/words.ts';
import type { Flight } from '../../sim/render/timeline/types.ts';
import { WireEncoder } from '../../sim/wire/encode.ts';
import { type Decoded, decoded, type Missing } from './decoded.ts';
import { fieldsOf } from './fields.ts';
import { hexRows } from './hex.ts';
import type { PacketView } from './protocol.ts';

/** Bytes that anybody would read. */
const SHOWN_MAXIMUM = 512;
/** A payload longer than that is not unpacked for a look at its beginning. */
const ENCODED_MAXIMUM = 8_388_608;

const encoder = new WireEncoder();

export function packetView(flight: Flight): PacketView {
  const { packet, version } = flight;
  const known = decoded(packet, 0x00);
  const wire = wireOf(packet, known, version);
  return {
    type: packet.type,
    way: wayOf(flight),
    fate: fateOf(flight),
    ...fieldsOf(known, version),
    size: [versionName(version), ...(wire.size === '' ? [] : [wire.size])].join(', '),
    hex: wire.hex,
    notes: wire.notes,
  };
}

function wayOf({ connection, direction }: Flight): string {
  const who = party(connection);
  return direction === 'toBroker' ? `${who} to the broker` : `the broker to ${who}`;
}

function fateOf({ sent, received, lost }: Flight): string {
  if (lost !== undefined) return 'It is lost on the way.';
  if (received === undefined) return 'It is on its way when the trace ends.';
  const tookMs = received.timeMs - sent.timeMs;
  return tookMs > 0 ? `It takes ${tookMs} ms.` : '';
}

type Wire = Pick<PacketView, 'size' | 'hex' | 'notes'>;

/** The trace has no bytes: they are made again, by the encoder that checks those of the broker. */
function wireOf(packet: Packet, known: Decoded, version: ProtocolVersion): Wire {
  const nothing = { size: '', hex: [] };
  if (payloadLength(known.packet) > ENCODED_MAXIMUM) {
    return { ...nothing, notes: ['Too long to show its bytes.'] };
  }
  try {
    const bytes = encoder.encode(known.packet, version);
    const other = encoder.encode(decoded(packet, 0xff).packet, version);
    const more = bytes.length - SHOWN_MAXIMUM;
    const missing = [...known.missing.values()];
    const isSecret = missing.some(({ kind }) => kind === 'secret');
    return {
      size: isSecret ? '' : count(bytes.length, 'byte'),
      hex: hexRows(bytes, other, SHOWN_MAXIMUM),
      notes: [...(more > 0 ? [`… and ${count(more, 'byte')} more.`] : []), ...notesOf(missing)],
    };
  } catch (error) {
    return { ...nothing, notes: [`No bytes: ${(error as Error).message}`] };
  }
}

function payloadLength(packet: Packet): number {
  return packet.type === 'PUBLISH' ? packet.message.payload.length : 0;
}

function notesOf(missing: readonly Missing[]): readonly string[] {
  const isSecret = missing.some(({ kind }) => kind === 'secret');
  const isPayload = missing.some(({ kind }) => kind !== 'secret');
  return [
    ...(isPayload ? ['·· stands for bytes of a payload, which this trace does not keep.'] : []),
    ...(isSecret
      ? [
          'Passwords and authentication data are in no trace: their bytes are left out, and counted nowhere.',
        ]
      : []),
  ];
}
