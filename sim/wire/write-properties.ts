/** The properties of MQTT 5.0 (section 2.2.2.2) to bytes, in the order in which the packet has them. */
import type { UserProperties } from '../../machines/index.ts';
import type { ByteSink } from './byte-sink.ts';

type Representation = 'byte' | 'uint16' | 'uint32' | 'integers' | 'text' | 'binary' | 'pairs';

const ROWS: Readonly<Record<string, readonly [id: number, as: Representation]>> = {
  payloadFormatIndicator: [0x01, 'byte'],
  messageExpiryInterval: [0x02, 'uint32'],
  contentType: [0x03, 'text'],
  responseTopic: [0x08, 'text'],
  correlationData: [0x09, 'binary'],
  subscriptionIdentifiers: [0x0b, 'integers'],
  sessionExpiryInterval: [0x11, 'uint32'],
  assignedClientIdentifier: [0x12, 'text'],
  serverKeepAlive: [0x13, 'uint16'],
  authenticationMethod: [0x15, 'text'],
  authenticationData: [0x16, 'binary'],
  requestProblemInformation: [0x17, 'byte'],
  willDelayInterval: [0x18, 'uint32'],
  requestResponseInformation: [0x19, 'byte'],
  responseInformation: [0x1a, 'text'],
  serverReference: [0x1c, 'text'],
  reasonString: [0x1f, 'text'],
  receiveMaximum: [0x21, 'uint16'],
  topicAliasMaximum: [0x22, 'uint16'],
  topicAlias: [0x23, 'uint16'],
  maximumQos: [0x24, 'byte'],
  retainAvailable: [0x25, 'byte'],
  userProperties: [0x26, 'pairs'],
  maximumPacketSize: [0x27, 'uint32'],
  wildcardSubscriptionAvailable: [0x28, 'byte'],
  subscriptionIdentifiersAvailable: [0x29, 'byte'],
  sharedSubscriptionAvailable: [0x2a, 'byte'],
};

/** Property Length and properties. `scratch` is somewhere to put them until their length is known. */
export function writeProperties(
  sink: ByteSink,
  properties: object | undefined,
  scratch: ByteSink,
): void {
  scratch.length = 0;
  for (const name in properties) {
    const value = (properties as Record<string, unknown>)[name];
    if (value !== undefined) writeProperty(scratch, name, value);
  }
  sink.variableByteInteger(scratch.length);
  sink.raw(scratch.bytes.subarray(0, scratch.length));
}

export function isEmpty(properties: object | undefined): boolean {
  return properties === undefined || Object.values(properties).every((one) => one === undefined);
}

function writeProperty(sink: ByteSink, name: string, value: unknown): void {
  const row = ROWS[name];
  if (row === undefined) throw new Error(`no property is called '${name}'`);
  const [id, as] = row;
  if (as === 'pairs') {
    for (const [key, text] of value as UserProperties) {
      sink.byte(id);
      sink.text(key);
      sink.text(text);
    }
  } else if (as === 'integers') {
    for (const integer of value as readonly number[]) {
      sink.byte(id);
      sink.variableByteInteger(integer);
    }
  } else {
    sink.byte(id);
    writeValue(sink, as, value);
  }
}

function writeValue(sink: ByteSink, as: Representation, value: unknown): void {
  switch (as) {
    case 'byte':
      sink.byte(Number(value));
      break;
    case 'uint16':
      sink.uint16(value as number);
      break;
    case 'uint32':
      sink.uint32(value as number);
      break;
    case 'binary':
      sink.binary(value as Uint8Array);
      break;
    default:
      sink.text(value as string);
      break;
  }
}
