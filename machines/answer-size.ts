/** How many bytes a 5.0 server's answers take on the wire, those that can be of any size. PUBLISH is in packet-size.ts. */
import {
  ID_BYTES,
  integerBytes,
  LENGTH_BYTES,
  textBytes,
  UINT16_BYTES,
  UINT32_BYTES,
  userPropertiesSize,
} from './packet-size.ts';
import type {
  AckProperties,
  Auth,
  AuthProperties,
  Connack,
  ConnackProperties,
  Disconnect,
  DisconnectProperties,
  Suback,
  Unsuback,
} from './packets.ts';

export type Answer = Connack | Suback | Unsuback | Disconnect | Auth;

type Properties = ConnackProperties & AckProperties & DisconnectProperties & AuthProperties;
type Sizes = {
  readonly [Name in keyof Properties]-?: (value: NonNullable<Properties[Name]>) => number;
};

const byte = () => ID_BYTES + 1;
const uint16 = () => ID_BYTES + UINT16_BYTES;
const uint32 = () => ID_BYTES + UINT32_BYTES;
const text = (value: string) => ID_BYTES + textBytes(value);
const binary = (value: Uint8Array) => ID_BYTES + LENGTH_BYTES + value.length;

const sizes: Sizes = {
  sessionExpiryInterval: uint32,
  receiveMaximum: uint16,
  maximumQos: byte,
  retainAvailable: byte,
  maximumPacketSize: uint32,
  assignedClientIdentifier: text,
  topicAliasMaximum: uint16,
  reasonString: text,
  userProperties: userPropertiesSize,
  wildcardSubscriptionAvailable: byte,
  subscriptionIdentifiersAvailable: byte,
  sharedSubscriptionAvailable: byte,
  serverKeepAlive: uint16,
  responseInformation: text,
  serverReference: text,
  authenticationMethod: text,
  authenticationData: binary,
};

/** The whole packet, its fixed header included. */
export function answerSize(packet: Answer): number {
  const body = headBytes(packet) + propertiesBytes(packet.properties);
  return 1 + integerBytes(body) + body;
}

/** What stands before and behind the properties. */
function headBytes(packet: Answer): number {
  switch (packet.type) {
    case 'CONNACK':
      // Flags and Reason Code.
      return 2;
    case 'SUBACK':
    case 'UNSUBACK':
      return UINT16_BYTES + packet.reasonCodes.length;
    default:
      return 1;
  }
}

/** With the Property Length. */
function propertiesBytes(properties: Properties | undefined): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value !== undefined)
      bytes += (sizes[name as keyof Sizes] as (value: unknown) => number)(value);
  }
  return integerBytes(bytes) + bytes;
}
