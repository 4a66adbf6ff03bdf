// Wireshark's dissector reads what we write. It decodes a DISCONNECT's reason code only where it knows that the
// connection speaks 5.0, so that one field says that the conversations are kept apart.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderPcap } from '../../../sim/render/pcap.ts';
import { commandPath, hasCommand, needs } from '../../support/debian.ts';
import { firstConnect, lostPubrec, takeover } from './stories.ts';
import type { Story } from './story.ts';

const MESSAGE_TYPES: readonly string[] =
  '0 CONNECT CONNACK PUBLISH PUBACK PUBREC PUBREL PUBCOMP SUBSCRIBE SUBACK UNSUBSCRIBE UNSUBACK PINGREQ PINGRESP DISCONNECT AUTH'.split(
    ' ',
  );

function read(story: Story, ...fields: readonly string[]): string[][] {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-pcap-'));
  try {
    const file = join(folder, 'trace.pcap');
    writeFileSync(file, renderPcap(story.timeline));
    const args = [
      '-r',
      file,
      '-Y',
      'mqtt',
      '-T',
      'fields',
      ...fields.flatMap((field) => ['-e', field]),
    ];
    const { stdout, error } = spawnSync(commandPath('tshark') as string, args, {
      encoding: 'utf8',
    });
    if (error) throw error;
    return stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.skipIf(!hasCommand('tshark'))(`tshark ${needs('tshark')}`, () => {
  test('names every packet, in order, at its time', () => {
    const packets = read(firstConnect(), 'frame.time_epoch', 'mqtt.msgtype', 'mqtt.clientid');
    const types = packets.map(([, type]) => MESSAGE_TYPES[Number(type)]);
    expect(types.slice(0, 10)).toEqual([
      'CONNECT',
      'CONNACK',
      'SUBSCRIBE',
      'SUBACK',
      'CONNECT',
      'CONNACK',
      'PUBLISH',
      'PUBLISH',
      'PUBACK',
      'PUBACK',
    ]);
    expect(packets[0]).toEqual(['0.003000000', '1', 'panel']);
    expect(types).toHaveLength(16);
  });

  test('decodes the DISCONNECT 0x8E of a takeover in 5.0', () => {
    const packets = read(
      takeover(),
      'mqtt.msgtype',
      'mqtt.disconnect.reason_code',
      'ip.dst',
      'tcp.dstport',
    );
    const disconnects = packets.filter(([type]) => MESSAGE_TYPES[Number(type)] === 'DISCONNECT');
    expect(disconnects.map(([, code]) => Number(code))).toEqual([0x8e]);
  });

  test('captures at the broker: what was lost on the way to a client was sent all the same', () => {
    const types = read(lostPubrec(), 'mqtt.msgtype').map(([type]) => MESSAGE_TYPES[Number(type)]);
    expect(types.filter((type) => type === 'PUBREC')).toHaveLength(2);
    expect(types.filter((type) => type === 'CONNECT')).toHaveLength(2);
  });

  test('finds nothing malformed', () => {
    for (const story of [firstConnect(), takeover(), lostPubrec()]) {
      const flaws = read(story, '_ws.malformed', '_ws.expert.message')
        .flat()
        .filter((text) => text !== '');
      expect(flaws).toEqual([]);
    }
  });
});
