/**
 * A timeline's packets as a capture file for Wireshark: classic pcap whose records are exported PDUs (link type 252)
 * for the dissector `mqtt`. Each connection is a conversation between two addresses of the documentation's network, so
 * that the dissector keeps them, and the protocol version of each, apart.
 */

import { ByteSink } from '../wire/byte-sink.ts';
import { WireEncoder } from '../wire/encode.ts';
import { type Selection, select } from './timeline/select.ts';
import type { Connection, Flight, Timeline, TimelineEvent } from './timeline/types.ts';

const LINKTYPE_WIRESHARK_UPPER_PDU = 252;
/** The most that Wireshark takes for one packet; what is longer is cut. */
const SNAPSHOT_LENGTH = 262_144;
const TAG = {
  end: 0,
  dissector: 12,
  ipv4Source: 20,
  ipv4Destination: 21,
  portType: 24,
  sourcePort: 25,
  destinationPort: 26,
};
const PORT_TYPE_TCP = 2;
const BROKER_PORT = 1883;
const FIRST_CLIENT_PORT = 49_152;
const CLIENT_PORTS = 16_384;

export interface PcapOptions extends Selection {
  /** Milliseconds since 1970 at time 0: the header's `startedAt`, which only who has a calendar can read. */
  readonly startedAtMs?: number;
}

const MAGIC_MICROSECONDS = 0xa1b2_c3d4;

export function renderPcap(timeline: Timeline, options: PcapOptions = {}): Uint8Array {
  const { startedAtMs = 0 } = options;
  const encoder = new WireEncoder();
  const file = new ByteSink();
  fileHeader(file);
  for (const event of select(timeline, options)) {
    const flight = captured(event);
    if (flight === undefined) continue;
    const bytes = encoder.encode(flight.packet, flight.version);
    record(file, startedAtMs + event.timeMs, flight, bytes);
  }
  return file.bytes.slice(0, file.length);
}

/** The capture stands at the broker: it sees what arrives there and what leaves there. */
function captured({ what }: TimelineEvent): Flight | undefined {
  if (what.kind !== 'packet') return undefined;
  const elsewhere = what.flight.direction === 'toBroker' ? 'sent' : 'received';
  return what.end === elsewhere ? undefined : what.flight;
}

function fileHeader(file: ByteSink): void {
  file.uint32(MAGIC_MICROSECONDS);
  file.uint16(2);
  file.uint16(4);
  // Time zone and accuracy: always 0.
  file.uint32(0);
  file.uint32(0);
  file.uint32(SNAPSHOT_LENGTH);
  file.uint32(LINKTYPE_WIRESHARK_UPPER_PDU);
}

function record(file: ByteSink, timeMs: number, flight: Flight, bytes: Uint8Array): void {
  const tags = tagsOf(flight);
  const length = tags.length + bytes.length;
  const kept = Math.min(length, SNAPSHOT_LENGTH);
  const micros = Math.round(timeMs * 1_000);
  file.uint32(Math.floor(micros / 1_000_000));
  file.uint32(micros % 1_000_000);
  file.uint32(kept);
  file.uint32(length);
  file.raw(tags);
  file.raw(bytes.subarray(0, kept - tags.length));
}

/** Says which dissector, and who spoke to whom. */
function tagsOf({ connection, direction }: Flight): Uint8Array {
  const client = [
    clientAddress(connection),
    FIRST_CLIENT_PORT + (connection.number % CLIENT_PORTS),
  ] as const;
  const broker = [BROKER_ADDRESS, BROKER_PORT] as const;
  const [from, to] = direction === 'toBroker' ? [client, broker] : [broker, client];
  const sink = new ByteSink();
  tag(
    sink,
    TAG.dissector,
    [...'mqtt'].map((letter) => letter.charCodeAt(0)),
  );
  tag(sink, TAG.ipv4Source, from[0]);
  tag(sink, TAG.ipv4Destination, to[0]);
  tag(sink, TAG.portType, uint32(PORT_TYPE_TCP));
  tag(sink, TAG.sourcePort, uint32(from[1]));
  tag(sink, TAG.destinationPort, uint32(to[1]));
  tag(sink, TAG.end, []);
  return sink.bytes.slice(0, sink.length);
}

/** 192.0.2.1, which documentation uses for examples. */
const BROKER_ADDRESS = [192, 0, 2, 1] as const;

/** 198.18.0.0/15 is for measurements: no real host has it. */
function clientAddress({ number }: Connection): readonly number[] {
  return [198, 18 + ((number >> 16) & 1), (number >> 8) & 0xff, number & 0xff];
}

/** All values here are multiples of four bytes, which spares them the padding. */
function tag(sink: ByteSink, name: number, value: readonly number[]): void {
  sink.uint16(name);
  sink.uint16(value.length);
  for (const byte of value) sink.byte(byte);
}

function uint32(value: number): readonly number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}
