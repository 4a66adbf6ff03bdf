import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Packet, ProtocolVersion } from '../../machines/index.ts';
import { WireEncoder } from '../../sim/wire/encode.ts';
import { Encoder } from '../../src/codec/encoder.ts';
import { clientPacket, versions } from '../broker/packet-arbitraries.ts';
import { brokerPacket } from './arbitraries.ts';

const RUNS = 3_000;

function byBroker(packet: Packet, version: ProtocolVersion): Buffer {
  const chunks: Uint8Array[] = [];
  new Encoder().encode(packet, version, chunks);
  return Buffer.concat(chunks);
}

const packets = versions.chain((version) =>
  fc.record({
    version: fc.constant(version),
    packet: fc.oneof(clientPacket(version), brokerPacket(version)),
  }),
);

describe('the encoder of traces', () => {
  it("writes every packet byte for byte as the broker's encoder does", () => {
    const wire = new WireEncoder();
    fc.assert(
      fc.property(packets, ({ version, packet }) => {
        const bytes = byBroker(packet, version);
        expect(Buffer.from(wire.encode(packet, version)).toString('hex')).toBe(
          bytes.toString('hex'),
        );
        expect(wire.wireOf({ type: 'transmit', connection: 1, version, packet }).bytes).toBe(
          bytes.length,
        );
      }),
      { numRuns: RUNS },
    );
  });
});
