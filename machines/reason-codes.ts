/**
 * The reason codes of MQTT 5.0 (section 2.4), and what becomes of them for a client that speaks an older version.
 * 0x00 has three names in the standard, one for each use.
 */

/** Every reason code under the standard's name. */
export const ReasonCode = {
  success: 0x00,
  normalDisconnection: 0x00,
  grantedQos0: 0x00,
  grantedQos1: 0x01,
  grantedQos2: 0x02,
  disconnectWithWillMessage: 0x04,
  noMatchingSubscribers: 0x10,
  noSubscriptionExisted: 0x11,
  continueAuthentication: 0x18,
  reAuthenticate: 0x19,
  unspecifiedError: 0x80,
  malformedPacket: 0x81,
  protocolError: 0x82,
  implementationSpecificError: 0x83,
  unsupportedProtocolVersion: 0x84,
  clientIdentifierNotValid: 0x85,
  badUserNameOrPassword: 0x86,
  notAuthorized: 0x87,
  serverUnavailable: 0x88,
  serverBusy: 0x89,
  banned: 0x8a,
  serverShuttingDown: 0x8b,
  badAuthenticationMethod: 0x8c,
  keepAliveTimeout: 0x8d,
  sessionTakenOver: 0x8e,
  topicFilterInvalid: 0x8f,
  topicNameInvalid: 0x90,
  packetIdentifierInUse: 0x91,
  packetIdentifierNotFound: 0x92,
  receiveMaximumExceeded: 0x93,
  topicAliasInvalid: 0x94,
  packetTooLarge: 0x95,
  messageRateTooHigh: 0x96,
  quotaExceeded: 0x97,
  administrativeAction: 0x98,
  payloadFormatInvalid: 0x99,
  retainNotSupported: 0x9a,
  qosNotSupported: 0x9b,
  useAnotherServer: 0x9c,
  serverMoved: 0x9d,
  sharedSubscriptionsNotSupported: 0x9e,
  connectionRateExceeded: 0x9f,
  maximumConnectTime: 0xa0,
  subscriptionIdentifiersNotSupported: 0xa1,
  wildcardSubscriptionsNotSupported: 0xa2,
} as const;

export type ReasonCode = (typeof ReasonCode)[keyof typeof ReasonCode];

/** The packets that carry a reason code. */
export type ReasonCodePacket =
  | 'CONNACK'
  | 'PUBACK'
  | 'PUBREC'
  | 'PUBREL'
  | 'PUBCOMP'
  | 'SUBACK'
  | 'UNSUBACK'
  | 'DISCONNECT'
  | 'AUTH';

interface Row {
  readonly name: string;
  readonly packets: readonly ReasonCodePacket[];
}

/** `packets` is a list of packet names with spaces between. */
function row(name: string, packets: string): Row {
  return { name, packets: packets.split(' ') as ReasonCodePacket[] };
}

const receipts = 'CONNACK PUBACK PUBREC';

/**
 * The packets are those whose own table has the code. Section 2.4 also lists DISCONNECT for 0x8C, but DISCONNECT's
 * table (3.14.2.1) does not, and MQTT-3.14.2-1 binds to that table.
 */
const rows: ReadonlyMap<number, Row> = new Map([
  [0x00, row('Success', 'CONNACK PUBACK PUBREC PUBREL PUBCOMP SUBACK UNSUBACK DISCONNECT AUTH')],
  [0x01, row('Granted QoS 1', 'SUBACK')],
  [0x02, row('Granted QoS 2', 'SUBACK')],
  [0x04, row('Disconnect with Will Message', 'DISCONNECT')],
  [0x10, row('No matching subscribers', 'PUBACK PUBREC')],
  [0x11, row('No subscription existed', 'UNSUBACK')],
  [0x18, row('Continue authentication', 'AUTH')],
  [0x19, row('Re-authenticate', 'AUTH')],
  [0x80, row('Unspecified error', `${receipts} SUBACK UNSUBACK DISCONNECT`)],
  [0x81, row('Malformed Packet', 'CONNACK DISCONNECT')],
  [0x82, row('Protocol Error', 'CONNACK DISCONNECT')],
  [0x83, row('Implementation specific error', `${receipts} SUBACK UNSUBACK DISCONNECT`)],
  [0x84, row('Unsupported Protocol Version', 'CONNACK')],
  [0x85, row('Client Identifier not valid', 'CONNACK')],
  [0x86, row('Bad User Name or Password', 'CONNACK')],
  [0x87, row('Not authorized', `${receipts} SUBACK UNSUBACK DISCONNECT`)],
  [0x88, row('Server unavailable', 'CONNACK')],
  [0x89, row('Server busy', 'CONNACK DISCONNECT')],
  [0x8a, row('Banned', 'CONNACK')],
  [0x8b, row('Server shutting down', 'DISCONNECT')],
  [0x8c, row('Bad authentication method', 'CONNACK')],
  [0x8d, row('Keep Alive timeout', 'DISCONNECT')],
  [0x8e, row('Session taken over', 'DISCONNECT')],
  [0x8f, row('Topic Filter invalid', 'SUBACK UNSUBACK DISCONNECT')],
  [0x90, row('Topic Name invalid', `${receipts} DISCONNECT`)],
  [0x91, row('Packet Identifier in use', 'PUBACK PUBREC SUBACK UNSUBACK')],
  [0x92, row('Packet Identifier not found', 'PUBREL PUBCOMP')],
  [0x93, row('Receive Maximum exceeded', 'DISCONNECT')],
  [0x94, row('Topic Alias invalid', 'DISCONNECT')],
  [0x95, row('Packet too large', 'CONNACK DISCONNECT')],
  [0x96, row('Message rate too high', 'DISCONNECT')],
  [0x97, row('Quota exceeded', `${receipts} SUBACK DISCONNECT`)],
  [0x98, row('Administrative action', 'DISCONNECT')],
  [0x99, row('Payload format invalid', `${receipts} DISCONNECT`)],
  [0x9a, row('Retain not supported', 'CONNACK DISCONNECT')],
  [0x9b, row('QoS not supported', 'CONNACK DISCONNECT')],
  [0x9c, row('Use another server', 'CONNACK DISCONNECT')],
  [0x9d, row('Server moved', 'CONNACK DISCONNECT')],
  [0x9e, row('Shared Subscriptions not supported', 'SUBACK DISCONNECT')],
  [0x9f, row('Connection rate exceeded', 'CONNACK DISCONNECT')],
  [0xa0, row('Maximum connect time', 'DISCONNECT')],
  [0xa1, row('Subscription Identifiers not supported', 'SUBACK DISCONNECT')],
  [0xa2, row('Wildcard Subscriptions not supported', 'SUBACK DISCONNECT')],
]);

/** The standard's name of a code, `'Session taken over'`. The packet tells which of the three 0x00 is meant. */
export function reasonCodeName(code: number, packet?: ReasonCodePacket): string {
  if (code === 0x00 && packet === 'DISCONNECT') return 'Normal disconnection';
  if (code === 0x00 && packet === 'SUBACK') return 'Granted QoS 0';
  return rows.get(code)?.name ?? `Unknown reason code 0x${code.toString(16).padStart(2, '0')}`;
}

/** True when the table of that packet has the code; false for a number that is no reason code. */
export function reasonCodeAllowedIn(code: number, packet: ReasonCodePacket): boolean {
  return rows.get(code)?.packets.includes(packet) ?? false;
}

/** A code of 0x80 or more tells of a failure. */
export function isFailure(code: number): boolean {
  return code >= 0x80;
}

/** The return codes of a CONNACK in 3.1 and 3.1.1. */
export type ConnackReturnCode = 0 | 1 | 2 | 3 | 4 | 5;

const returnCodes: ReadonlyMap<number, ConnackReturnCode> = new Map([
  [ReasonCode.success, 0],
  [ReasonCode.unsupportedProtocolVersion, 1],
  [ReasonCode.clientIdentifierNotValid, 2],
  // "Server unavailable" is all that 3.1.1 can say about a broker that will not serve now or here.
  [ReasonCode.serverUnavailable, 3],
  [ReasonCode.serverBusy, 3],
  [ReasonCode.quotaExceeded, 3],
  [ReasonCode.useAnotherServer, 3],
  [ReasonCode.serverMoved, 3],
  [ReasonCode.connectionRateExceeded, 3],
  [ReasonCode.badUserNameOrPassword, 4],
  [ReasonCode.notAuthorized, 5],
  [ReasonCode.banned, 5],
]);

/**
 * The return code that tells a 3.1 or 3.1.1 client what a CONNACK reason code tells a 5.0 client, or undefined where
 * there is none. Then the connection is closed without CONNACK (v3 MQTT-3.2.2-6).
 */
export function connackReturnCode(code: number): ConnackReturnCode | undefined {
  return returnCodes.get(code);
}
