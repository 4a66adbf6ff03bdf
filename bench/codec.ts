import { generate, parser, type Packet as Wire } from 'mqtt-packet';
import type { Packet } from '../machines/packets.ts';
import { Decoder } from '../src/codec/decoder.ts';
import { Encoder } from '../src/codec/encoder.ts';
import { type CodecCase, codecCases } from './codec-cases.ts';
import { compare, type Figure, type Side } from './figure.ts';

const BENCH = 'codec';
const PEER = 'mqtt-packet';
/** Packets in one chunk from the network. */
const PACKETS_A_CHUNK = 50;
const LARGEST_BYTES = 1_048_576;

/** Bytes to packets and packets to bytes: our codec beside mqtt-packet. */
export function run({ rounds, log }: { rounds: number; log: (line: string) => void }): Figure[] {
  return codecCases.flatMap((item) => {
    log(item.name);
    const facts = { bench: BENCH, peerName: PEER, unit: 'packets/s' };
    const figures: Figure[] = [];
    const { decoded, encoded } = item;
    if (decoded !== undefined) {
      const sides = { ours: decoding(item, decoded), peer: decodingByPeer(item, decoded) };
      figures.push(compare({ ...facts, case: `decode ${item.name}` }, sides, rounds));
    }
    if (encoded !== undefined) {
      const sides = {
        ours: encoding(item, encoded.ours),
        peer: encodingByPeer(item, encoded.wire),
      };
      figures.push(compare({ ...facts, case: `encode ${item.name}` }, sides, rounds));
    }
    return figures;
  });
}

/** A CONNECT comes once, at the start of a stream, so each one needs a decoder; the others share theirs. */
function decoding({ version, isFirst }: CodecCase, wire: Wire): Side {
  const chunk = chunkOf(wire, version, isFirst);
  const shared = isFirst ? undefined : greeted(version);
  const play = () => {
    const decoder = shared ?? new Decoder(LARGEST_BYTES);
    decoder.push(chunk);
    let packets = 0;
    for (let item = decoder.next(); item !== undefined; item = decoder.next()) packets++;
    if (packets !== (isFirst ? 1 : PACKETS_A_CHUNK)) throw new Error(`${packets} packets`);
  };
  return { units: isFirst ? 1 : PACKETS_A_CHUNK, play };
}

function decodingByPeer({ version, isFirst }: CodecCase, wire: Wire): Side {
  const chunk = chunkOf(wire, version, isFirst);
  let packets = 0;
  const open = () => {
    const made = parser({ protocolVersion: version });
    made.on('packet', () => {
      packets++;
    });
    return made;
  };
  const shared = isFirst ? undefined : open();
  const play = () => {
    packets = 0;
    (shared ?? open()).parse(chunk);
    if (packets !== (isFirst ? 1 : PACKETS_A_CHUNK)) throw new Error(`${packets} packets`);
  };
  return { units: isFirst ? 1 : PACKETS_A_CHUNK, play };
}

/** Our encoder remembers a message that goes to many: a new one for each packet, unless it is that which is measured. */
function encoding({ version, isFannedOut }: CodecCase, packet: Packet): Side {
  const encoder = new Encoder();
  let chunks: Uint8Array[] = [];
  const play = () => {
    encoder.encode(isFannedOut ? packet : anew(packet), version, chunks);
    if (chunks.length > PACKETS_A_CHUNK) chunks = [];
  };
  return { units: 1, play };
}

function encodingByPeer({ version }: CodecCase, wire: Wire): Side {
  let chunks: Uint8Array[] = [];
  const play = () => {
    chunks.push(generate(wire, { protocolVersion: version }));
    if (chunks.length > PACKETS_A_CHUNK) chunks = [];
  };
  return { units: 1, play };
}

function anew(packet: Packet): Packet {
  return packet.type === 'PUBLISH' ? { ...packet, message: { ...packet.message } } : packet;
}

function chunkOf(wire: Wire, version: CodecCase['version'], isFirst: boolean): Buffer {
  const bytes = generate(wire, { protocolVersion: version });
  return isFirst ? bytes : Buffer.concat(new Array(PACKETS_A_CHUNK).fill(bytes));
}

/** A decoder that has read a CONNECT and so knows the version. */
function greeted(version: CodecCase['version']): Decoder {
  const decoder = new Decoder(LARGEST_BYTES);
  decoder.push(generate({ cmd: 'connect', protocolVersion: version, clientId: 'c', clean: true }));
  decoder.next();
  decoder.next();
  return decoder;
}
