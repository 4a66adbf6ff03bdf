/** Forms for packets: what each version has room for on the wire, and no more; and what is no packet. */
import { describe, expect, test } from 'vitest';
import { packetProblem } from '../../../sim/interact/packet-check.ts';
import { type PacketForm, packetForms } from '../../../sim/interact/packet-fields.ts';
import { withPath } from '../../../sim/interact/paths.ts';

function written({ type, fields }: PacketForm): string {
  return [
    type,
    ...fields.map(({ path, label, kind, isNeeded, minimum, maximum, choices, value }) => {
      const range = maximum === undefined ? '' : ` ${minimum} to ${maximum}`;
      const all = choices.length === 0 ? '' : `, ${choices.length} with names`;
      const begins = value === undefined ? '' : ` = ${value}`;
      return `  ${path} (${label}): ${kind}${range}${all}${isNeeded ? '' : ', optional'}${begins}`;
    }),
  ].join('\n');
}

describe('the forms of packets', () => {
  test('for 5.0 and for 3.1.1', async () => {
    const text = ([5, 4] as const).map((version) => {
      const forms = packetForms(version, 'sensor').map(written).join('\n');
      return `## ${version}\n${forms}\n`;
    });
    await expect(text.join('\n')).toMatchFileSnapshot('packet-fields.golden.txt');
  });

  test('begin with packets', () => {
    for (const version of [3, 4, 5] as const) {
      const forms = packetForms(version, 'sensor');
      expect(forms.length).toBeGreaterThan(9);
      for (const { packet } of forms) expect(packetProblem(packet)).toBeUndefined();
    }
  });
});

describe('what is no packet', () => {
  const forms = packetForms(5, 'sensor');
  const packetOf = (type: string) => forms.find((form) => form.type === type)?.packet;

  const WRONG: readonly (readonly [type: string, path: string, value: unknown, problem: string])[] =
    [
      ['PUBLISH', 'message', undefined, 'PUBLISH.message is missing'],
      ['PUBLISH', 'message.topicName', 7, 'PUBLISH.message.topicName is no text'],
      ['PUBLISH', 'message.payload', 'x', 'PUBLISH.message.payload is not bytes'],
      ['PUBLISH', 'qos', 3, 'PUBLISH.qos is none of 0, 1, 2'],
      ['PUBLISH', 'packetId', 65_536, 'PUBLISH.packetId is no whole number from 0 to 65535'],
      ['PUBLISH', 'colour', 1, 'PUBLISH has no colour'],
      ['SUBSCRIBE', 'subscriptions.0.noLocal', 0, 'SUBSCRIBE.subscriptions.0.noLocal is neither'],
      ['SUBSCRIBE', 'subscriptions', 'x', 'SUBSCRIBE.subscriptions is no list'],
      ['CONNECT', 'properties', 7, 'CONNECT.properties is no object'],
      ['CONNECT', 'properties.userProperties', [['a']], 'is not made of pairs of texts'],
      ['PINGREQ', 'type', 'PINGRESP', '"PINGRESP" is no type of a packet that a client can send'],
    ];

  test.each(WRONG)('%s with %s = %j', (type, path, value, problem) => {
    expect(packetProblem(withPath(packetOf(type), path, value))).toContain(problem);
  });

  test('nothing, and something else', () => {
    for (const value of [undefined, null, 1, [], 'PINGREQ'])
      expect(packetProblem(value)).toBeDefined();
  });
});
