import type { ClauseRow } from './row.ts';

/**
 * Rules that the broker obeys and the documents leave without a number: 5.0's Protocol Errors and reason codes, and
 * all of 3.1, which numbers nothing. An id is the version, the section (3.1 has few, so it stands in the row only)
 * and a name of ours. Only what a chart needs is listed.
 */
// biome-ignore format: a data table, one statement per line
export const unnumberedClauses = {
  'v3.1 protocol name': ['3.1 CONNECT', 'client', 'The protocol name is MQIsdp and the version 3; another version gets CONNACK 1.'],
  'v3.1 client identifier length': ['3.1 CONNECT', 'client', 'The client ID has 1 to 23 characters; anything else gets CONNACK 2.'],
  'v3.1 duplicate client identifier': ['3.1 CONNECT', 'server', 'The older client with the same ID is disconnected before the new CONNECT is answered.'],
  'v3.1 clean session': ['3.1 CONNECT', 'server', 'Clean session 0 keeps subscriptions and undelivered QoS 1 and 2 messages across connections; 1 starts afresh and keeps nothing.'],
  'v3.1 keep alive': ['3.1 CONNECT', 'server', 'After 1.5x the keep alive time in silence the client is disconnected as if it had sent DISCONNECT, but with its will.'],
  'v3.1 connect timeout': ['3.1 CONNECT', 'server', 'A connection on which no CONNECT comes within a reasonable time should be closed.'],
  'v3.1 session present': ['3.2 CONNACK', 'server', 'The first byte of CONNACK is reserved: there is no Session Present.'],
  'v3.1 unauthorised publish': ['3.3 PUBLISH', 'server', 'A client cannot be told that its PUBLISH is not authorised, so it gets the usual acknowledgement.'],
  'v3.1 granted qos': ['3.9 SUBACK', 'server', 'SUBACK lists granted QoS 0 to 2; there is no failure code.'],
  'v3.1 delivery retry': ['4.2 Message delivery retry', 'both', 'Unacknowledged messages are sent again with DUP after a timeout or on reconnecting.'],

  'v3 3.1.4 connect timeout': ['3.1.4 Response', 'server', 'A connection on which no CONNECT comes within a reasonable time should be closed.'],

  'v5 2.2.2.2 unknown property': ['2.2.2.2 Property', 'both', 'A property that does not belong in its packet, or not of its type, makes the packet malformed (0x81).'],
  'v5 3.1.2.10 keep alive timeout': ['3.1.2.10 Keep Alive', 'server', 'Before closing on a silent client the broker may say so with DISCONNECT 0x8D.'],
  'v5 3.1.2.11.2 duplicate property': ['3.1.2.11.2 Session Expiry Interval', 'both', 'A property that may stand once is a Protocol Error the second time; said anew in the section of each property.'],
  'v5 3.1.2.11.2 session expiry': ['3.1.2.11.2 Session Expiry Interval', 'server', 'Absent or 0 the session ends with its connection; 0xFFFFFFFF never expires; counted from the close of the connection.'],
  'v5 3.1.2.11.3 receive maximum 0': ['3.1.2.11.3 Receive Maximum', 'client', 'Receive Maximum 0 is a Protocol Error.'],
  'v5 3.1.2.11.4 maximum packet size 0': ['3.1.2.11.4 Maximum Packet Size', 'client', 'Maximum Packet Size 0 is a Protocol Error.'],
  'v5 3.1.2.11.10 data without method': ['3.1.2.11.10 Authentication Data', 'client', 'Authentication Data without an Authentication Method is a Protocol Error.'],
  'v5 3.1.4 connect timeout': ['3.1.4 CONNECT Actions', 'server', 'A connection on which no CONNECT comes within a reasonable time should be closed.'],
  'v5 3.1.4 will of the existing connection': ['3.1.4 CONNECT Actions', 'server', 'A takeover treats the will of the existing connection like any other close of it.'],
  'v5 3.2.2.3.2 session expiry replaced': ['3.2.2.3.2 Session Expiry Interval', 'server', 'CONNACK returns the Session Expiry Interval when the broker uses another than the client asked for.'],
  'v5 3.2.2.3.4 qos above maximum': ['3.2.2.3.4 Maximum QoS', 'client', 'A PUBLISH above the announced Maximum QoS is a Protocol Error, DISCONNECT 0x9B.'],
  'v5 3.2.2.3.5 retain not available': ['3.2.2.3.5 Retain Available', 'client', 'A PUBLISH with RETAIN 1 after Retain Available 0 is a Protocol Error, DISCONNECT 0x9A.'],
  'v5 3.2.2.3.6 packet too large': ['3.2.2.3.6 Maximum Packet Size', 'client', 'A packet above the announced Maximum Packet Size is a Protocol Error, DISCONNECT 0x95.'],
  'v5 3.2.2.3.11 wildcard not available': ['3.2.2.3.11 Wildcard Subscription Available', 'client', 'A wildcard subscription after Wildcard Subscription Available 0 is a Protocol Error, DISCONNECT 0xA2.'],
  'v5 3.2.2.3.12 subscription identifier not available': ['3.2.2.3.12 Subscription Identifiers Available', 'client', 'A Subscription Identifier after Subscription Identifiers Available 0 is a Protocol Error, DISCONNECT 0xA1.'],
  'v5 3.2.2.3.13 shared subscription not available': ['3.2.2.3.13 Shared Subscription Available', 'client', 'A shared subscription after Shared Subscription Available 0 is a Protocol Error, DISCONNECT 0x9E.'],
  'v5 3.3.2.1 no topic': ['3.3.2.1 Topic Name', 'both', 'An empty topic name without a Topic Alias is a Protocol Error.'],
  'v5 3.3.2.3.4 alias 0': ['3.3.2.3.4 Topic Alias', 'both', "Alias 0, or one above the receiver's Topic Alias Maximum, is answered by DISCONNECT 0x94 (3.3.4)."],
  'v5 3.3.4 unknown alias': ['3.3.4 PUBLISH Actions', 'both', 'An empty topic name with an alias that was never set is a Protocol Error, DISCONNECT 0x82.'],
  'v5 3.6.2.1 packet identifier not found': ['3.6.2.1 PUBREL Reason Code', 'both', 'A PUBREC or PUBREL with an unknown ID is answered with 0x92; after a reconnect that is no error.'],
  'v5 3.8.2.1.2 subscription identifier 0': ['3.8.2.1.2 Subscription Identifier', 'client', 'Subscription Identifier 0 is a Protocol Error.'],
  'v5 3.8.3.1 maximum qos 3': ['3.8.3.1 Subscription Options', 'client', 'Maximum QoS 3 in a subscription is a Protocol Error.'],
  'v5 3.8.3.1 retain handling 3': ['3.8.3.1 Subscription Options', 'client', 'Retain Handling 3 is a Protocol Error.'],
  'v5 3.11.3 no subscription existed': ['3.11.3 UNSUBACK Payload', 'server', 'UNSUBACK 0x11 tells that there was no such subscription; that is no failure.'],
  'v5 3.14.2.1 disconnect with will': ['3.14.2.1 Disconnect Reason Code', 'server', 'DISCONNECT 0x04, or any code but 0x00, leaves the will to be published.'],
  'v5 3.14.2.2.2 expiry raised from 0': ['3.14.2.2.2 Session Expiry Interval', 'client', 'A DISCONNECT that sets a Session Expiry Interval where CONNECT had 0 is a Protocol Error.'],
  'v5 3.14.2.2.2 expiry changed': ['3.14.2.2.2 Session Expiry Interval', 'server', 'A Session Expiry Interval in DISCONNECT replaces the one of CONNECT; without it that one stays.'],
  'v5 4.8.2 no retained messages': ['4.8.2 Shared Subscriptions', 'server', 'A new shared subscription is sent no retained messages.'],
  'v5 4.9 receive maximum exceeded': ['4.9 Flow Control', 'both', "More unacknowledged QoS 1 and 2 PUBLISH than the receiver's Receive Maximum: DISCONNECT 0x93 (3.3.4)."],
  'v5 4.9 send quota returned': ['4.9 Flow Control', 'both', 'PUBACK, PUBCOMP and a PUBREC of 0x80 or more give one unit of send quota back, never above the start.'],
  'v5 4.13.1 malformed packet': ['4.13.1 Malformed Packet and Protocol Errors', 'both', 'A packet that cannot be parsed is answered by CONNACK or DISCONNECT 0x81, or a more exact code.'],
  'v5 4.13.1 protocol error': ['4.13.1 Malformed Packet and Protocol Errors', 'both', 'A packet out of place is answered by CONNACK or DISCONNECT 0x82, or a more exact code.'],
} satisfies Record<string, ClauseRow>;
