/**
 * The properties of MQTT 5.0 (section 2.2.2.2) from bytes: one table, which says what each is called in
 * machines/packets.ts, how it is represented, and which packets may carry it.
 *
 * Read by hand and not by mqtt-packet, because that one groups User Properties by name (their order across names has
 * to be kept), overwrites a repeated property whose first value was 0 or empty, and reads on past the properties' end.
 */
import type { Clause } from '../../machines/index.ts';
import type { Cursor } from './cursor.ts';
import { hex, MALFORMED, MalformedError, protocolError } from './malformed.ts';
import { TextField } from './text-fields.ts';

/** WILL stands for the Will Properties in the payload of CONNECT. */
type Carrier =
  | 'CONNECT'
  | 'WILL'
  | 'PUBLISH'
  | 'PUBACK'
  | 'PUBREC'
  | 'PUBREL'
  | 'PUBCOMP'
  | 'SUBSCRIBE'
  | 'UNSUBSCRIBE'
  | 'DISCONNECT'
  | 'AUTH';

type Representation =
  | 'flag'
  | 'bit'
  | 'uint16'
  | 'uint32'
  | 'identifiers'
  | 'text'
  | 'binary'
  | 'pair';

/** All properties that a client's packets may have. Which are set depends on the packet. */
export interface Properties {
  payloadFormatIndicator?: 0 | 1;
  messageExpiryInterval?: number;
  contentType?: string;
  responseTopic?: string;
  correlationData?: Uint8Array;
  subscriptionIdentifiers?: number[];
  sessionExpiryInterval?: number;
  authenticationMethod?: string;
  authenticationData?: Uint8Array;
  requestProblemInformation?: boolean;
  willDelayInterval?: number;
  requestResponseInformation?: boolean;
  serverReference?: string;
  reasonString?: string;
  receiveMaximum?: number;
  topicAliasMaximum?: number;
  topicAlias?: number;
  userProperties?: [string, string][];
  maximumPacketSize?: number;
}

interface Row {
  readonly name: keyof Properties;
  readonly representation: Representation;
  readonly carriers: ReadonlySet<string>;
}

const rows: (Row | undefined)[] = [];

function row(id: number, name: keyof Properties, as: Representation, carriers: string): void {
  rows[id] = { name, representation: as, carriers: new Set(carriers.split(' ')) };
}

const acks = 'PUBACK PUBREC PUBREL PUBCOMP';
row(0x01, 'payloadFormatIndicator', 'bit', 'PUBLISH WILL');
row(0x02, 'messageExpiryInterval', 'uint32', 'PUBLISH WILL');
row(0x03, 'contentType', 'text', 'PUBLISH WILL');
row(0x08, 'responseTopic', 'text', 'PUBLISH WILL');
row(0x09, 'correlationData', 'binary', 'PUBLISH WILL');
row(0x0b, 'subscriptionIdentifiers', 'identifiers', 'PUBLISH SUBSCRIBE');
row(0x11, 'sessionExpiryInterval', 'uint32', 'CONNECT DISCONNECT');
row(0x15, 'authenticationMethod', 'text', 'CONNECT AUTH');
row(0x16, 'authenticationData', 'binary', 'CONNECT AUTH');
row(0x17, 'requestProblemInformation', 'flag', 'CONNECT');
row(0x18, 'willDelayInterval', 'uint32', 'WILL');
row(0x19, 'requestResponseInformation', 'flag', 'CONNECT');
row(0x1c, 'serverReference', 'text', 'DISCONNECT');
row(0x1f, 'reasonString', 'text', `${acks} DISCONNECT AUTH`);
row(0x21, 'receiveMaximum', 'uint16', 'CONNECT');
row(0x22, 'topicAliasMaximum', 'uint16', 'CONNECT');
row(0x23, 'topicAlias', 'uint16', 'PUBLISH');
row(
  0x26,
  'userProperties',
  'pair',
  `CONNECT WILL PUBLISH SUBSCRIBE UNSUBSCRIBE ${acks} DISCONNECT AUTH`,
);
row(0x27, 'maximumPacketSize', 'uint32', 'CONNECT');

/** Of those that are 0 or 1. */
const CLAUSE_OF_BIT: Partial<Readonly<Record<keyof Properties, Clause>>> = {
  requestProblemInformation: 'v5 3.1.2.11.7 request problem information',
  requestResponseInformation: 'v5 3.1.2.11.6 request response information',
};

/** As the standard writes it: `receiveMaximum` is Receive Maximum. */
function titleOf(name: keyof Properties): string {
  const title = name.replace(/^[a-z]|[A-Z]/g, (letter, at) =>
    at === 0 ? letter.toUpperCase() : ` ${letter}`,
  );
  // The two that are lists here.
  return title.replace('Identifiers', 'Identifier').replace('User Properties', 'User Property');
}

/** Reads the Property Length and the properties. Undefined when there are none. */
export function readProperties(cursor: Cursor, carrier: Carrier): Properties | undefined {
  const length = cursor.variableByteInteger();
  if (length === 0) return undefined;
  if (length > cursor.remaining) {
    throw new MalformedError(`Property Length is ${length}, beyond the packet`, MALFORMED);
  }
  const endOfPacket = cursor.end;
  cursor.end = cursor.at + length;
  const properties: Properties = {};
  while (cursor.at < cursor.end) readProperty(cursor, carrier, properties);
  cursor.end = endOfPacket;
  return properties;
}

function readProperty(cursor: Cursor, carrier: Carrier, properties: Properties): void {
  const id = cursor.variableByteInteger();
  const found = rows[id];
  if (!found?.carriers.has(carrier)) {
    const title = found === undefined ? `property ${hex(id)}` : titleOf(found.name);
    throw new MalformedError(`${title} in ${carrier}`, ['v5 2.2.2.2 unknown property']);
  }
  const { name, representation } = found;
  if (representation === 'pair') {
    properties.userProperties ??= [];
    const { userProperty } = TextField;
    properties.userProperties.push([cursor.text(userProperty), cursor.text(userProperty)]);
    return;
  }
  if (representation === 'identifiers') {
    properties.subscriptionIdentifiers ??= [];
    properties.subscriptionIdentifiers.push(cursor.variableByteInteger());
    return;
  }
  if (properties[name] !== undefined) {
    throw protocolError(`${titleOf(name)} twice`, 'v5 3.1.2.11.2 duplicate property');
  }
  // The table pairs each name with the representation of its type, which the compiler cannot see.
  (properties as Record<string, unknown>)[name] = readValue(cursor, representation, name);
}

function readValue(
  cursor: Cursor,
  representation: Representation,
  name: keyof Properties,
): unknown {
  switch (representation) {
    case 'flag':
      return readBit(cursor, name) === 1;
    case 'bit':
      return readBit(cursor, name);
    case 'uint16':
      return cursor.uint16();
    case 'uint32':
      return cursor.uint32();
    case 'text':
      return cursor.text(TextField[name as keyof typeof TextField]);
    default:
      return cursor.binary();
  }
}

function readBit(cursor: Cursor, name: keyof Properties): 0 | 1 {
  const value = cursor.byte();
  if (value > 1) {
    const clause = CLAUSE_OF_BIT[name] ?? 'v5 4.13.1 protocol error';
    throw protocolError(`${titleOf(name)} is ${value}`, clause);
  }
  return value as 0 | 1;
}
