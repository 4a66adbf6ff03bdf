/**
 * The trace as a JSON Schema (draft 2020-12), for programs of others: each line of a trace is valid under it. Inputs,
 * effects and packets are closed, so that a misspelt field is found; lifecycle events and what a store keeps are open.
 */

type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: 'string' };
const flag: Schema = { type: 'boolean' };
const count: Schema = { type: 'integer', minimum: 0 };
const byte: Schema = { type: 'integer', minimum: 0, maximum: 255 };
const uint16: Schema = { type: 'integer', minimum: 0, maximum: 65_535 };
const uint32: Schema = { type: 'integer', minimum: 0, maximum: 4_294_967_295 };
const qos: Schema = { enum: [0, 1, 2] };
const version: Schema = { enum: [3, 4, 5] };
const texts: Schema = { type: 'array', items: text };
const codes: Schema = { type: 'array', items: byte };
const secret: Schema = { $ref: '#/$defs/secret' };
const payload: Schema = { $ref: '#/$defs/bytes' };
const cause: Schema = { type: 'string', pattern: '^\\d+(\\.\\d+)?$' };
const pair: Schema = { type: 'array', items: false, minItems: 2 };
const pairs: Schema = { type: 'array', items: { ...pair, prefixItems: [text, text] } };

/** An object of these members and no others; those whose names end in `?` may be absent. */
function record(members: Readonly<Record<string, Schema>>): Schema {
  const properties: Record<string, Schema> = {};
  const required: string[] = [];
  for (const [name, schema] of Object.entries(members)) {
    const isOptional = name.endsWith('?');
    properties[isOptional ? name.slice(0, -1) : name] = schema;
    if (!isOptional) required.push(name);
  }
  return { type: 'object', properties, required, additionalProperties: false };
}

function oneOf(type: string, variants: Readonly<Record<string, Readonly<Record<string, Schema>>>>) {
  return {
    type: 'object',
    required: [type],
    oneOf: Object.entries(variants).map(([name, members]) =>
      record({ [type]: { const: name }, ...members }),
    ),
  };
}

const connection: Schema = count;
const userProperties = { 'userProperties?': pairs };
const reason = record({ 'reasonString?': text, ...userProperties });
const message: Schema = { $ref: '#/$defs/message' };
const origin = record({
  transport: { enum: ['tcp', 'tls', 'ws', 'wss', 'attached'] },
  remote: text,
});

const ack = { packetId: uint16, reasonCode: byte, 'properties?': reason };
const acks = { packetId: uint16, reasonCodes: codes, 'properties?': reason };

const packet = oneOf('type', {
  CONNECT: {
    protocolVersion: byte,
    cleanStart: flag,
    clientId: text,
    keepAliveSeconds: uint16,
    'userName?': text,
    'password?': secret,
    'will?': record({ message, delayIntervalSeconds: uint32 }),
    properties: record({
      'sessionExpiryInterval?': uint32,
      'receiveMaximum?': uint16,
      'maximumPacketSize?': uint32,
      'topicAliasMaximum?': uint16,
      'requestResponseInformation?': flag,
      'requestProblemInformation?': flag,
      'authenticationMethod?': text,
      'authenticationData?': secret,
      ...userProperties,
    }),
  },
  CONNACK: {
    sessionPresent: flag,
    reasonCode: byte,
    'properties?': record({
      'sessionExpiryInterval?': uint32,
      'receiveMaximum?': uint16,
      'maximumQos?': { enum: [0, 1] },
      'retainAvailable?': flag,
      'maximumPacketSize?': uint32,
      'assignedClientIdentifier?': text,
      'topicAliasMaximum?': uint16,
      'reasonString?': text,
      'wildcardSubscriptionAvailable?': flag,
      'subscriptionIdentifiersAvailable?': flag,
      'sharedSubscriptionAvailable?': flag,
      'serverKeepAlive?': uint16,
      'responseInformation?': text,
      'serverReference?': text,
      'authenticationMethod?': text,
      'authenticationData?': secret,
      ...userProperties,
    }),
  },
  PUBLISH: {
    message,
    qos,
    retain: flag,
    dup: flag,
    packetId: uint16,
    'topicAlias?': uint16,
    'isTopicOmitted?': { const: true },
    'subscriptionIdentifiers?': { type: 'array', items: count },
    'messageExpiryInterval?': uint32,
  },
  PUBACK: ack,
  PUBREC: ack,
  PUBREL: ack,
  PUBCOMP: ack,
  SUBSCRIBE: {
    packetId: uint16,
    subscriptions: {
      type: 'array',
      items: record({
        topicFilter: text,
        qos,
        noLocal: flag,
        retainAsPublished: flag,
        retainHandling: { enum: [0, 1, 2] },
      }),
    },
    'subscriptionIdentifier?': count,
    ...userProperties,
  },
  SUBACK: acks,
  UNSUBSCRIBE: { packetId: uint16, topicFilters: texts, ...userProperties },
  UNSUBACK: acks,
  PINGREQ: {},
  PINGRESP: {},
  DISCONNECT: {
    reasonCode: byte,
    'properties?': record({
      'sessionExpiryInterval?': uint32,
      'reasonString?': text,
      'serverReference?': text,
      ...userProperties,
    }),
  },
  AUTH: {
    reasonCode: byte,
    properties: record({
      'authenticationMethod?': text,
      'authenticationData?': secret,
      'reasonString?': text,
      ...userProperties,
    }),
  },
});

const outcome = oneOf('kind', {
  accepted: { 'data?': secret, ...userProperties },
  continued: { 'data?': secret },
  refused: { reasonCode: byte, 'reasonString?': text, 'serverReference?': text },
});

const command = oneOf('type', {
  publish: { message },
  subscribe: { subscriber: count, topicFilter: text },
  unsubscribe: { subscriber: count, topicFilter: text },
  kick: { clientId: text, reasonCode: byte, 'serverReference?': text },
  discard: { clientId: text, reasonCode: byte },
  shutdown: {},
});

const input = oneOf('type', {
  opened: { connection, origin, nonce: text },
  received: { connection, packet: { $ref: '#/$defs/packet' } },
  malformed: { connection, reasonCode: byte, detail: text, 'clauses?': texts },
  congested: { connection },
  writable: { connection },
  closed: { connection, 'error?': text },
  timer: { timer: text },
  authenticated: { connection, outcome },
  authorized: { connection, allowed: { type: 'array', items: flag } },
  stored: { id: count, ok: flag },
  recovered: { entries: { type: 'array' } },
  restored: {
    image: { type: 'object', required: ['connections', 'sessions', 'retained'] },
    timers: { type: 'array', items: { ...pair, prefixItems: [text, { type: 'number' }] } },
  },
  command: { command },
});

const effect = oneOf('type', {
  transmit: {
    connection,
    version,
    packet: { $ref: '#/$defs/packet' },
    'bytes?': count,
    'crc32?': uint32,
  },
  close: { connection, abort: flag },
  setTimer: { timer: text, delayMs: { type: 'number' } },
  clearTimer: { timer: text },
  authenticate: {
    connection,
    'connect?': { $ref: '#/$defs/packet' },
    'method?': text,
    'data?': secret,
    again: flag,
  },
  authorize: {
    connection,
    clientId: text,
    'userName?': text,
    action: { enum: ['publish', 'subscribe'] },
    topics: texts,
  },
  store: { id: count, writes: { type: 'array' } },
  hand: { subscriber: count, message },
  announce: {
    event: {
      type: 'object',
      required: ['type'],
      properties: { type: text, version: { enum: [0, 3, 4, 5] }, clauses: texts },
    },
  },
});

const note: Schema = {
  type: 'object',
  required: ['actor', 'kind'],
  properties: {
    actor: text,
    kind: text,
    connection,
    packet: { $ref: '#/$defs/packet' },
    state: text,
    detail: text,
  },
};

const head = { n: { type: 'integer', minimum: 1 }, t: { type: 'number' }, 'by?': cause };

const between = record({ min: { type: 'number' }, max: { type: 'number' } });

const header = record({
  lifeline: { const: 'trace' },
  version: { const: 1 },
  charts: { type: 'string', pattern: '^[0-9a-f]{16}$' },
  source: { enum: ['broker', 'simulator'] },
  options: { type: 'object' },
  payloads: { enum: ['whole', 'hashed', 'omitted'] },
  messages: { enum: ['byNumber', 'whole'] },
  startedAt: { type: ['string', 'null'] },
  clockMs: { type: 'number' },
  scenario: { type: ['string', 'null'] },
  seed: { type: ['string', 'null'] },
  'settings?': record({
    latencyMs: between,
    store: { oneOf: [record({ latencyMs: between, failurePercent: count }), { type: 'null' }] },
    faults: { type: 'object', additionalProperties: count },
    faultsFromSeconds: { type: 'number' },
    endsAfterSeconds: { type: 'number' },
  }),
  'continues?': record({ part: count, n: count, t: { type: 'number' } }),
});

/** Each line of a trace is one of: the header, a step, a note, a gap. */
export const TRACE_SCHEMA: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A line of a lifeline trace, format version 1',
  oneOf: [
    header,
    record({
      ...head,
      in: { $ref: '#/$defs/input' },
      out: { type: 'array', items: { $ref: '#/$defs/effect' } },
    }),
    record({ ...head, note: { $ref: '#/$defs/note' } }),
    record({ ...head, gap: record({ steps: count, because: text }) }),
  ],
  $defs: {
    secret: record({ $secret: { const: true } }),
    bytes: {
      oneOf: [
        record({ $text: text }),
        record({ $bytes: { type: 'string', pattern: '^[A-Za-z0-9+/]*={0,2}$' } }),
        record({ $hashed: text, length: count }),
        record({ $omitted: count }),
      ],
    },
    message: {
      oneOf: [
        record({ $message: count }),
        record({
          topicName: text,
          payload,
          qos,
          retain: flag,
          'properties?': record({
            'payloadFormatIndicator?': { enum: [0, 1] },
            'messageExpiryInterval?': uint32,
            'responseTopic?': text,
            'correlationData?': payload,
            'contentType?': text,
            ...userProperties,
          }),
        }),
      ],
    },
    packet,
    input,
    effect,
    note,
  },
};
