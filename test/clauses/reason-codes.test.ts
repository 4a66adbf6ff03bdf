import { describe, expect, test } from 'vitest';
import {
  connackReturnCode,
  isFailure,
  ReasonCode,
  type ReasonCodePacket,
  reasonCodeAllowedIn,
  reasonCodeName,
} from '../../machines/reason-codes.ts';

const codes = [...new Set<number>(Object.values(ReasonCode))];

/** The codes of each packet's own table in chapter 3 of the standard. */
const tables: Record<ReasonCodePacket, string> = {
  CONNACK: '00 80 81 82 83 84 85 86 87 88 89 8a 8c 90 95 97 99 9a 9b 9c 9d 9f',
  PUBACK: '00 10 80 83 87 90 91 97 99',
  PUBREC: '00 10 80 83 87 90 91 97 99',
  PUBREL: '00 92',
  PUBCOMP: '00 92',
  SUBACK: '00 01 02 80 83 87 8f 91 97 9e a1 a2',
  UNSUBACK: '00 11 80 83 87 8f 91',
  DISCONNECT:
    '00 04 80 81 82 83 87 89 8b 8d 8e 8f 90 93 94 95 96 97 98 99 9a 9b 9c 9d 9e 9f a0 a1 a2',
  AUTH: '00 18 19',
};

describe('reason codes', () => {
  test('are the 43 numbers of the standard, each with a name', () => {
    expect(codes).toHaveLength(43);
    for (const code of codes) expect(reasonCodeName(code)).not.toMatch(/^Unknown/);
    expect(reasonCodeName(0xa3)).toBe('Unknown reason code 0xa3');
    expect(reasonCodeName(0x05)).toBe('Unknown reason code 0x05');
  });

  test('have the names of the standard, under which the table lists them in camel case', () => {
    for (const [key, code] of Object.entries(ReasonCode)) {
      const packet = { normalDisconnection: 'DISCONNECT', grantedQos0: 'SUBACK' }[key];
      const words = reasonCodeName(code, packet as ReasonCodePacket | undefined);
      expect(words.replaceAll(/[ -]/g, '').toLowerCase()).toBe(key.toLowerCase());
    }
    expect(reasonCodeName(0x8e)).toBe('Session taken over');
    expect(reasonCodeName(0x00, 'DISCONNECT')).toBe('Normal disconnection');
    expect(reasonCodeName(0x00, 'SUBACK')).toBe('Granted QoS 0');
    expect(reasonCodeName(0x00, 'CONNACK')).toBe('Success');
  });

  test.each(Object.entries(tables))('%s has the codes of its own table', (packet, table) => {
    const allowed = codes.filter((code) => reasonCodeAllowedIn(code, packet as ReasonCodePacket));
    const inHex = allowed.map((code) => code.toString(16).padStart(2, '0'));
    expect(inHex.sort().join(' ')).toBe(table);
    expect(reasonCodeAllowedIn(0x03, packet as ReasonCodePacket)).toBe(false);
  });

  test('of 0x80 and more tell of a failure', () => {
    expect(isFailure(ReasonCode.reAuthenticate)).toBe(false);
    expect(isFailure(ReasonCode.unspecifiedError)).toBe(true);
  });
});

describe('the return code of a 3.1.1 CONNACK', () => {
  test.each([
    [ReasonCode.success, 0],
    [ReasonCode.unsupportedProtocolVersion, 1],
    [ReasonCode.clientIdentifierNotValid, 2],
    [ReasonCode.serverUnavailable, 3],
    [ReasonCode.serverBusy, 3],
    [ReasonCode.quotaExceeded, 3],
    [ReasonCode.connectionRateExceeded, 3],
    [ReasonCode.badUserNameOrPassword, 4],
    [ReasonCode.notAuthorized, 5],
    [ReasonCode.banned, 5],
  ])('for reason code %i is %i', (code, expected) => {
    expect(connackReturnCode(code)).toBe(expected);
  });

  test('is missing where 3.1.1 has nothing to say, and the connection just closes', () => {
    expect(connackReturnCode(ReasonCode.malformedPacket)).toBeUndefined();
    expect(connackReturnCode(ReasonCode.protocolError)).toBeUndefined();
    expect(connackReturnCode(ReasonCode.qosNotSupported)).toBeUndefined();
  });

  test('stands for codes that a CONNACK may have, and no others', () => {
    for (const code of codes) {
      if (connackReturnCode(code) !== undefined) {
        expect(reasonCodeAllowedIn(code, 'CONNACK'), code.toString(16)).toBe(true);
      }
    }
  });
});
