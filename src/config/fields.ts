/**
 * Everything that can be set, in one table: flags, environment variables, configuration file and --help are all made
 * from it. `maximumPacketSizeBytes` is --maximum-packet-size-bytes, LIFELINE_MAXIMUM_PACKET_SIZE_BYTES, and
 * `"maximumPacketSizeBytes"` in the file.
 */
import {
  type BrokerOptions,
  DEFAULT_OPTIONS,
  type Engine,
  NEVER_EXPIRES_SECONDS,
  PAYLOAD_MODES,
  type PayloadMode,
} from '../../machines/index.ts';
import {
  DEFAULT_DRIVER_LIMITS,
  type DriverLimits,
  PAGE_PAYLOADS,
  PASSWORD_CHECKS_MAXIMUM,
  REFUSALS_MAXIMUM,
  SYS_INTERVAL_SECONDS,
} from '../limits.ts';
import { LOG_FORMATS, LOG_LEVELS, type LogFormat, type LogLevel } from '../log/logger.ts';
import type { RecordSettings } from '../recorder/record-settings.ts';
import type { Transport } from '../transport/listen.ts';

/** What of BrokerOptions an operator sets. The rest follows from the hooks of the embedding program, and its store. */
export type LawOptions = Omit<
  BrokerOptions,
  'authentication' | 'authenticationMethods' | 'authorization' | 'durable'
>;

/** `false`: does not listen there. */
export type Port = number | false;

export interface Settings extends LawOptions, DriverLimits, RecordSettings {
  readonly host: string;
  readonly page: boolean;
  readonly pageHost: string;
  readonly pagePort: Port;
  readonly pagePayloads: PayloadMode;
  readonly port: Port;
  readonly tlsPort: Port;
  readonly wsPort: Port;
  readonly wssPort: Port;
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
  readonly proxyProtocol: readonly Transport[];
  readonly proxyProtocolFrom: string;
  readonly allowAnonymous: boolean;
  readonly passwordFile: string;
  readonly aclFile: string;
  readonly filesPollSeconds: number;
  readonly passwordChecksMaximum: number;
  readonly refusalsMaximum: number;
  readonly sysIntervalSeconds: number;
  readonly engine: Engine;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
  readonly shutdownTimeoutSeconds: number;
}

export type SettingName = keyof Settings;
export type SettingValue = Settings[SettingName];

export type FieldKind =
  | { readonly kind: 'number'; readonly min: number; readonly max: number }
  | { readonly kind: 'flag' }
  | { readonly kind: 'text'; readonly placeholder: string }
  | { readonly kind: 'port' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'versions'; readonly choices: readonly number[] }
  | { readonly kind: 'set'; readonly choices: readonly string[] };

export type Field = FieldKind & {
  readonly name: SettingName;
  readonly group: string;
  readonly default: SettingValue;
  readonly help: string;
};

const MEGA = 1_000_000;
const DAY_SECONDS = 86_400;
/** The largest packet that MQTT can say the length of, fixed header included. */
const PACKET_BYTES_MAXIMUM = 268_435_460;
/** More than any stream of Node holds before it says `drain`, which tells us that a client is no longer slow. */
const BUFFER_BYTES_AT_LEAST = 131_072;
const UINT16_MAXIMUM = 65_535;

function field(
  group: string,
  name: SettingName,
  value: SettingValue,
  kind: FieldKind,
  help: string,
) {
  return { ...kind, name, group, default: value, help };
}

/** A number of BrokerOptions: its default is the law's. */
function limit(
  name: keyof LawOptions & SettingName,
  min: number,
  max: number,
  help: string,
): Field {
  return field('Limits', name, DEFAULT_OPTIONS[name], { kind: 'number', min, max }, help);
}

function buffer(name: keyof DriverLimits, help: string): Field {
  const kind = { kind: 'number', min: BUFFER_BYTES_AT_LEAST, max: 2 ** 40 } as const;
  return field('Limits', name, DEFAULT_DRIVER_LIMITS[name], kind, help);
}

const port = { kind: 'port' } as const;
const flag = { kind: 'flag' } as const;
const file = { kind: 'text', placeholder: 'file' } as const;
const L = 'Listeners';
const T = 'Certificates';
const A = 'Access';
const P = 'Policy';
const O = 'Operation';
const R = 'Recording';
const V = 'Visualizer';
const MEBIBYTE = 1_048_576;
const shutdownSeconds = { kind: 'number', min: 0, max: 3_600 } as const;

export const FIELDS: readonly Field[] = [
  field(L, 'host', '127.0.0.1', { kind: 'text', placeholder: 'address' }, 'where to listen'),
  field(L, 'port', 1883, port, 'MQTT over TCP'),
  field(L, 'tlsPort', false, port, 'MQTT over TLS'),
  field(L, 'wsPort', false, port, 'MQTT over WebSocket'),
  field(L, 'wssPort', false, port, 'MQTT over WebSocket over TLS'),
  field(
    L,
    'proxyProtocol',
    [],
    { kind: 'set', choices: ['tcp', 'tls', 'ws', 'wss'] },
    'listeners behind a proxy that sends PROXY protocol 1 or 2 first; they accept no one else',
  ),
  field(
    L,
    'proxyProtocolFrom',
    '',
    { kind: 'text', placeholder: 'addresses' },
    'where such proxies connect from, as in 10.0.0.7,192.168.0.0/16; empty: from anywhere',
  ),
  field(T, 'cert', '', file, 'certificate (PEM), for --tls-port and --wss-port'),
  field(T, 'key', '', file, 'private key of the certificate (PEM)'),
  field(T, 'ca', '', file, 'certificates (PEM) by which those of clients are checked'),
  field(
    A,
    'allowAnonymous',
    false,
    flag,
    'let everybody in, also from other machines; with a password file: those without a user name',
  ),
  field(A, 'passwordFile', '', file, 'who may connect, as mosquitto_passwd writes it'),
  field(A, 'aclFile', '', file, "who may publish and subscribe to what, in mosquitto's format"),
  field(
    A,
    'filesPollSeconds',
    0,
    { kind: 'number', min: 0, max: DAY_SECONDS },
    'look this often whether the two have changed; 0: only on SIGHUP',
  ),
  field(
    A,
    'passwordChecksMaximum',
    PASSWORD_CHECKS_MAXIMUM,
    { kind: 'number', min: 1, max: 1_000 },
    'passwords hashed at once; others wait for their turn',
  ),
  field(
    P,
    'protocolVersions',
    DEFAULT_OPTIONS.protocolVersions,
    { kind: 'versions', choices: [3, 4, 5] },
    'protocol versions to accept, as numbers: 3 is MQTT 3.1, 4 is 3.1.1, 5 is 5.0',
  ),
  field(
    P,
    'emptyClientIdAllowed',
    DEFAULT_OPTIONS.emptyClientIdAllowed,
    flag,
    'accept clients without a client identifier',
  ),
  field(
    P,
    'qos0Queued',
    DEFAULT_OPTIONS.qos0Queued,
    flag,
    'keep QoS 0 messages for clients that are offline',
  ),
  field(
    P,
    'responseInformation',
    DEFAULT_OPTIONS.responseInformation,
    { kind: 'text', placeholder: 'topic' },
    'Response Information for 5.0 clients that ask for it',
  ),
  field(
    P,
    'payloadFormatChecked',
    DEFAULT_OPTIONS.payloadFormatChecked,
    flag,
    'refuse payloads that say they are UTF-8 and are not',
  ),
  limit('connectTimeoutSeconds', 1, DAY_SECONDS, 'from connecting to a complete CONNECT'),
  limit('authenticationTimeoutSeconds', 1, DAY_SECONDS, 'for a client to be authenticated'),
  limit('authorizationTimeoutSeconds', 1, DAY_SECONDS, 'for an action to be authorized'),
  limit('closeTimeoutSeconds', 1, DAY_SECONDS, 'for a connection to close in good order'),
  limit('keepAliveMaximumSeconds', 0, UINT16_MAXIMUM, 'longest Keep Alive; 0: no limit'),
  limit(
    'sessionExpiryMaximumSeconds',
    0,
    NEVER_EXPIRES_SECONDS,
    'longest that a session outlives its connection; 4294967295: for ever',
  ),
  limit(
    'receiveMaximum',
    1,
    UINT16_MAXIMUM,
    'QoS 1 and 2 messages a client may have unacknowledged',
  ),
  limit('inflightMaximum', 1, UINT16_MAXIMUM, 'QoS 1 and 2 messages unacknowledged by a client'),
  limit('connectionsMaximum', 1, 10 * MEGA, 'connections at the same time'),
  limit('connectsPerSecondMaximum', 1, 10 * MEGA, 'CONNECT packets accepted in a second'),
  limit(
    'sessionsMaximum',
    1,
    1_000 * MEGA,
    'sessions, online and offline; beyond it only clients that have one are let in',
  ),
  limit('queueLengthMaximum', 0, 100 * MEGA, 'messages waiting in a session'),
  limit('queueBytesMaximum', 0, Number.MAX_SAFE_INTEGER, 'bytes of messages waiting in a session'),
  limit(
    'queueBytesInAllMaximum',
    0,
    Number.MAX_SAFE_INTEGER,
    'bytes of messages waiting in all sessions',
  ),
  limit('retainedMaximum', 0, 100 * MEGA, 'topics with a retained message, $SYS not counted'),
  limit(
    'retainedPerSubscribeMaximum',
    0,
    100 * MEGA,
    'retained messages for one SUBSCRIBE; further filters that have some are refused',
  ),
  limit(
    'heldPacketsMaximum',
    1,
    MEGA,
    'packets of a client held back while it is authenticated or authorized',
  ),
  limit('heldBytesMaximum', 1, Number.MAX_SAFE_INTEGER, 'bytes of such packets of a client'),
  limit('maximumPacketSizeBytes', 64, PACKET_BYTES_MAXIMUM, 'largest packet a client may send'),
  limit('topicAliasMaximum', 0, UINT16_MAXIMUM, 'Topic Aliases of a connection, each way'),
  limit('clientIdLengthMaximum', 23, UINT16_MAXIMUM, 'longest client identifier'),
  limit('topicLevelsMaximum', 1, UINT16_MAXIMUM, 'levels of a topic'),
  limit('topicLengthMaximumBytes', 1, UINT16_MAXIMUM, 'longest topic'),
  limit('subscriptionsPerSessionMaximum', 1, 100 * MEGA, 'subscriptions of a session'),
  field(
    P,
    'sysTopicsReserved',
    DEFAULT_OPTIONS.sysTopicsReserved,
    flag,
    'let nobody but the broker publish to $SYS topics',
  ),
  field(P, 'sharedSubscriptions', true, flag, 'let 5.0 clients share subscriptions ($share/…)'),
  field(
    'Limits',
    'refusalsMaximum',
    REFUSALS_MAXIMUM,
    { kind: 'number', min: 0, max: 10 * MEGA },
    'connections beyond that maximum that are told so; with more they are cut off',
  ),
  buffer(
    'congestedBytes',
    'bytes waiting for a slow client from which on QoS 0 messages to it are dropped',
  ),
  buffer('writeBufferMaximumBytes', 'bytes waiting for a slow client that end its connection'),
  field(
    O,
    'engine',
    'compiled',
    { kind: 'choice', choices: ['compiled', 'xstate'] },
    'what runs the charts: tables made from them, or XState itself',
  ),
  field(
    O,
    'logLevel',
    'info',
    { kind: 'choice', choices: LOG_LEVELS },
    'least important lines to log',
  ),
  field(
    O,
    'logFormat',
    'pretty',
    { kind: 'choice', choices: LOG_FORMATS },
    'lines for people, or JSON for programs',
  ),
  field(
    O,
    'sysIntervalSeconds',
    SYS_INTERVAL_SECONDS,
    { kind: 'number', min: 0, max: DAY_SECONDS },
    'publish $SYS topics this often; 0: never',
  ),
  field(
    O,
    'shutdownTimeoutSeconds',
    5,
    shutdownSeconds,
    'for clients to leave when the broker stops',
  ),
  field(V, 'page', true, flag, 'serve a page that shows what the broker does'),
  field(V, 'pageHost', '127.0.0.1', { kind: 'text', placeholder: 'address' }, 'where to serve it'),
  field(V, 'pagePort', 1884, port, 'its port; when that is in use, the broker runs without it'),
  field(
    V,
    'pagePayloads',
    PAGE_PAYLOADS,
    { kind: 'choice', choices: PAYLOAD_MODES },
    'how payloads are shown; passwords never are',
  ),
  field(R, 'record', '', file, 'write all that happens to a trace; see `lifeline replay`'),
  field(
    R,
    'recordFolder',
    '',
    { kind: 'text', placeholder: 'folder' },
    'the same, to the files of an empty folder, one after another',
  ),
  field(
    R,
    'recordFileSizeBytes',
    256 * MEBIBYTE,
    { kind: 'number', min: MEBIBYTE, max: 2 ** 50 },
    'size from which on the next file of the folder is begun; exceeded by 64 KiB and a record at most',
  ),
  field(
    R,
    'recordFiles',
    0,
    { kind: 'number', min: 0, max: 999_999 },
    'files to keep; without the first they can be read, not replayed; 0: all',
  ),
  field(
    R,
    'recordPayloads',
    'whole',
    { kind: 'choice', choices: PAYLOAD_MODES },
    'how payloads stand in the trace; passwords never do',
  ),
  field(
    R,
    'recordBufferBytes',
    128 * MEBIBYTE,
    { kind: 'number', min: 2 * MEBIBYTE, max: 2 ** 31 },
    'memory for what waits to be written',
  ),
  field(
    R,
    'recordBacklogBytes',
    4_096 * MEBIBYTE,
    { kind: 'number', min: 0, max: 2 ** 50 },
    'disk for what waits, beside the trace, while the broker is at its limit',
  ),
  field(
    R,
    'recordWhenFull',
    'gap',
    { kind: 'choice', choices: ['gap', 'wait'] },
    'when that is in use: leave steps out and say so, or hold the broker',
  ),
];

export function flagOf({ name }: Pick<Field, 'name'>): string {
  return `--${words(name).join('-')}`;
}

export function variableOf({ name }: Pick<Field, 'name'>): string {
  return `LIFELINE_${words(name).join('_').toUpperCase()}`;
}

/** `qos0Queued` is `qos0` and `queued`. */
function words(name: string): string[] {
  return name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
}
