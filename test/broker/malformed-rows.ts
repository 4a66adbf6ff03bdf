/** Bytes that the decoder refuses, with what it says of them. */
import { bytes, packet } from './packet-bytes.ts';

const MALFORMED = 0x81;
const PROTOCOL_ERROR = 0x82;
const UNSUPPORTED_VERSION = 0x84;
const TOO_LARGE = 0x95;

type MalformedRow = [
  title: string,
  /** That has connected before; undefined for the first bytes of a connection. */
  version: 3 | 4 | 5 | undefined,
  sent: Buffer,
  reasonCode: number,
  detail: string,
  /** Of the version, with commas between. */
  clauses: string,
];

// biome-ignore format: a data table, one row per line
export const malformedRows: readonly MalformedRow[] = [
  ['packet type 0', 4, bytes('00 00'), MALFORMED, 'packet type 0', 'v3 MQTT-4.8.0-1'],
  ['AUTH in 3.1.1', 4, bytes('f0 00'), MALFORMED, 'packet type 15', 'v3 MQTT-4.8.0-1'],
  ['HTTP', undefined, Buffer.from('GET / HTTP/1.1'), MALFORMED, 'flags 0x07 of PUBACK', 'v3 MQTT-2.2.2-2, v5 MQTT-2.1.3-1'],
  ['a TLS handshake', undefined, bytes('16 03 01 02 00'), MALFORMED, 'flags 0x06 of CONNECT', 'v3 MQTT-2.2.2-2, v5 MQTT-2.1.3-1'],
  ['reserved flags of PINGREQ', 4, bytes('c1 00'), MALFORMED, 'flags 0x01 of PINGREQ', 'v3 MQTT-2.2.2-2'],
  ['SUBSCRIBE without its flags', 4, bytes('80 00'), MALFORMED, 'flags 0x00 of SUBSCRIBE', 'v3 MQTT-2.2.2-2, v3 MQTT-3.8.1-1'],
  ['SUBSCRIBE with DUP in 3.1.1', 4, bytes('8a 00'), MALFORMED, 'flags 0x0a of SUBSCRIBE', 'v3 MQTT-2.2.2-2, v3 MQTT-3.8.1-1'],
  ['QoS 3', 4, bytes('36 00'), MALFORMED, 'QoS of PUBLISH is 3', 'v3 MQTT-3.3.1-4'],
  ['DUP at QoS 0', 4, bytes('38 00'), MALFORMED, 'DUP of PUBLISH is 1 at QoS 0', 'v3 MQTT-3.3.1-2'],
  ['a CONNACK', 5, bytes('20 02 00 00'), PROTOCOL_ERROR, 'CONNACK, which only a server sends', 'v5 4.13.1 protocol error'],
  ['a remaining length of five bytes', 4, bytes('30 ff ff ff ff 01'), MALFORMED, 'Remaining Length of more than four bytes', 'v3 MQTT-4.8.0-1'],
  ['a remaining length with a needless byte', 4, bytes('c0 80 00'), MALFORMED, 'Remaining Length takes more bytes than it needs', 'v3 MQTT-4.8.0-1'],
  ['a packet above the limit, told from its header', 5, bytes('30 e6 07'), TOO_LARGE, 'packet of 1001 bytes, and 1000 are allowed', 'v5 MQTT-3.2.2-15, v5 3.2.2.3.6 packet too large'],
  ['a wrong protocol name', undefined, packet(0x10, '"MQTX" 04 02 003c "c1"'), UNSUPPORTED_VERSION, 'Protocol Name is "MQTX"', 'v3.1 protocol name, v3 MQTT-3.1.2-1, v5 MQTT-3.1.2-1'],
  ['the protocol name of 3.1 with 3.1.1', undefined, packet(0x10, '"MQIsdp" 04 02 003c "c1"'), UNSUPPORTED_VERSION, 'Protocol Name is "MQIsdp", and Protocol Version is 4', 'v3 MQTT-3.1.2-1'],
  ['the protocol name of 3.1.1 with 3.1', undefined, packet(0x10, '"MQTT" 03 02 003c "c1"'), UNSUPPORTED_VERSION, 'Protocol Name is "MQTT", and Protocol Version is 3', 'v3.1 protocol name, v3 MQTT-3.1.2-1'],
  ['the reserved flag of CONNECT', undefined, packet(0x10, '"MQTT" 04 03 003c "c1"'), MALFORMED, 'the reserved flag of CONNECT is 1', 'v3 MQTT-3.1.2-3'],
  ['Will QoS 3', undefined, packet(0x10, '"MQTT" 04 1e 003c "c1" "w" "x"'), MALFORMED, 'Will QoS is 3', 'v3 MQTT-3.1.2-14'],
  ['Will QoS without a Will', undefined, packet(0x10, '"MQTT" 04 0a 003c "c1"'), MALFORMED, 'Will QoS is 1, and Will Flag is 0', 'v3 MQTT-3.1.2-11, v3 MQTT-3.1.2-13'],
  ['Will Retain without a Will', undefined, packet(0x10, '"MQTT" 05 22 003c 00 "c1"'), MALFORMED, 'Will Retain is 1, and Will Flag is 0', 'v5 MQTT-3.1.2-13'],
  ['a password without a user name in 3.1.1', undefined, packet(0x10, '"MQTT" 04 42 003c "c1" "pw"'), MALFORMED, 'Password Flag is 1, and User Name Flag is 0', 'v3 MQTT-3.1.2-22'],
  ['CONNECT that ends too soon', undefined, packet(0x10, '"MQTT" 04 82 003c "c1"'), MALFORMED, 'User Name Flag is 1, and there is no User Name', 'v3 MQTT-3.1.2-19'],
  ['CONNECT with bytes behind its end', undefined, packet(0x10, '"MQTT" 04 02 003c "c1" 00'), MALFORMED, 'the packet goes on for 1 byte behind its end', 'v3 MQTT-3.1.2-11, v3 MQTT-3.1.2-18, v3 MQTT-3.1.2-20, v3 MQTT-4.8.0-1'],
  ['ill-formed UTF-8 in a client identifier', undefined, packet(0x10, '"MQTT" 04 02 003c 0002 c328'), MALFORMED, 'Client Identifier "�(" is ill-formed UTF-8', 'v3 MQTT-1.5.3-1, v3 MQTT-3.1.3-4'],
  ['a surrogate in a topic name', 4, packet(0x30, '0003 eda080'), MALFORMED, 'Topic Name "���" is ill-formed UTF-8', 'v3 MQTT-1.5.3-1, v3 MQTT-3.3.2-1'],
  ['U+0000 in a topic name', 4, packet(0x30, '0003 610062'), MALFORMED, 'Topic Name "a\\u{0}b" has U+0000', 'v3 MQTT-1.5.3-2, v3 MQTT-4.7.3-2'],
  ['a topic name longer than the packet', 4, packet(0x30, '0009 61'), MALFORMED, 'the packet ends 8 bytes too early', 'v3 MQTT-4.8.0-1'],
  ['packet identifier 0 in PUBLISH', 4, packet(0x32, '"t" 0000'), PROTOCOL_ERROR, 'Packet Identifier is 0', 'v3 MQTT-2.3.1-1'],
  ['packet identifier 0 in PUBACK', 4, packet(0x40, '0000'), PROTOCOL_ERROR, 'Packet Identifier is 0', 'v3 MQTT-2.3.1-1'],
  ['packet identifier 0 in SUBSCRIBE', 4, packet(0x82, '0000 "t" 00'), PROTOCOL_ERROR, 'Packet Identifier is 0', 'v3 MQTT-2.3.1-1'],
  ['SUBSCRIBE without a Topic Filter', 4, packet(0x82, '0001'), PROTOCOL_ERROR, 'SUBSCRIBE without a Topic Filter', 'v3 MQTT-3.8.3-3'],
  ['UNSUBSCRIBE without a Topic Filter', 5, packet(0xa2, '0001 00'), PROTOCOL_ERROR, 'UNSUBSCRIBE without a Topic Filter', 'v5 MQTT-3.10.3-2'],
  ['a subscription with QoS 3', 4, packet(0x82, '0001 "t" 03'), PROTOCOL_ERROR, 'QoS of a subscription is 3', 'v3 MQTT-3.8.3-4'],
  ['No Local in 3.1.1', 4, packet(0x82, '0001 "t" 04'), MALFORMED, 'Subscription Options are 0x04, with reserved bits', 'v3 MQTT-3.8.3-4'],
  ['reserved bits of a subscription in 5.0', 5, packet(0x82, '0001 00 "t" 40'), MALFORMED, 'Subscription Options are 0x40, with reserved bits', 'v5 MQTT-3.8.3-5'],
  ['Retain Handling 3', 5, packet(0x82, '0001 00 "t" 30'), PROTOCOL_ERROR, 'Retain Handling is 3', 'v5 3.8.3.1 retain handling 3'],
  ['two subscription identifiers in SUBSCRIBE', 5, packet(0x82, '0001 04 0b01 0b02 "t" 00'), PROTOCOL_ERROR, 'Subscription Identifier twice', 'v5 3.1.2.11.2 duplicate property'],
  ['PUBACK with bytes behind its end', 4, packet(0x40, '0001 00'), MALFORMED, 'the packet goes on for 1 byte behind its end', 'v3 MQTT-4.8.0-1'],
  ['DISCONNECT with a body in 3.1.1', 4, packet(0xe0, '00'), MALFORMED, 'the packet goes on for 1 byte behind its end', 'v3 MQTT-4.8.0-1'],
  ['PINGREQ with a body', 4, packet(0xc0, '00'), MALFORMED, 'the packet goes on for 1 byte behind its end', 'v3 MQTT-4.8.0-1'],
  ['properties longer than the packet', 5, packet(0x30, '"t" 7f'), MALFORMED, 'Property Length is 127, beyond the packet', 'v5 MQTT-4.13.1-1, v5 4.13.1 malformed packet'],
  ['a property that ends beyond the properties', 5, packet(0x30, '"t" 02 02 00000001'), MALFORMED, 'the packet ends 3 bytes too early', 'v5 MQTT-4.13.1-1, v5 4.13.1 malformed packet'],
  ['an unknown property', 5, packet(0x30, '"t" 02 7f00'), MALFORMED, 'property 0x7f in PUBLISH', 'v5 2.2.2.2 unknown property'],
  ['a property of another packet', 5, packet(0x30, '"t" 05 1100000001'), MALFORMED, 'Session Expiry Interval in PUBLISH', 'v5 2.2.2.2 unknown property'],
  ['a property twice, the first one 0', 5, packet(0x30, '"t" 04 0100 0101'), PROTOCOL_ERROR, 'Payload Format Indicator twice', 'v5 3.1.2.11.2 duplicate property'],
  ['a flag that is neither 0 nor 1', 5, packet(0x30, '"t" 02 0102'), PROTOCOL_ERROR, 'Payload Format Indicator is 2', 'v5 4.13.1 protocol error'],
];
