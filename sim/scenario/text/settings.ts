/** What scenarios and clients are set up with, word by word. */
import { type BrokerOptions, DEFAULT_OPTIONS } from '../../../machines/index.ts';
import type { ClientOptions } from '../../client/options.ts';
import type { FaultKind } from '../scenario.ts';
import * as kinds from './kinds.ts';
import type { Shape, Slot } from './shape.ts';

const UINT16_MAX = 65_535;
const timeout = kinds.wholeSeconds(86_400);

/** The will is a line of its own. */
const CLIENT_KINDS: {
  readonly [Key in keyof Omit<ClientOptions, 'name' | 'will'>]: readonly [
    word: string,
    kind: kinds.Kind<NonNullable<ClientOptions[Key]>>,
  ];
} = {
  clientId: ['clientId', kinds.anyText],
  version: ['version', kinds.version],
  cleanStart: ['cleanStart', kinds.flag],
  sessionExpiryIntervalSeconds: ['sessionExpiryInterval', kinds.expiry],
  keepAliveSeconds: ['keepAlive', kinds.wholeSeconds(UINT16_MAX)],
  userName: ['userName', kinds.anyText],
  password: ['password', kinds.bytes],
  receiveMaximum: ['receiveMaximum', kinds.count(1, UINT16_MAX)],
  inflightMaximum: ['inflightMaximum', kinds.count(1, 60_000)],
  authenticationMethod: ['authenticationMethod', kinds.anyText],
  authenticationData: ['authenticationData', kinds.bytes],
  reconnect: ['reconnect', kinds.choice(['always', 'never', 'unlessTakenOver'])],
  backoffMs: ['backoff', kinds.listOf(kinds.milliseconds)],
  openTimeoutSeconds: ['openTimeout', timeout],
  connackTimeoutSeconds: ['connackTimeout', timeout],
  pingrespTimeoutSeconds: ['pingrespTimeout', timeout],
  closeTimeoutSeconds: ['closeTimeout', timeout],
  autoAcknowledge: ['autoAcknowledge', kinds.flag],
  raw: ['raw', kinds.flag],
};

export const CLIENT: Shape = {
  takes: [{ word: 'name', key: 'name', kind: kinds.name, isNeeded: true }],
  named: Object.entries(CLIENT_KINDS).map(([key, [word, kind]]) => ({ word, key, kind })),
};

export const WILL: Shape = {
  takes: [
    { word: 'topicName', key: 'topicName', kind: kinds.anyText, isNeeded: true },
    { word: 'payload', key: 'payload', kind: kinds.bytes, isNeeded: true },
  ],
  named: [
    { word: 'qos', key: 'qos', kind: kinds.choice([0, 1, 2]), otherwise: 0 },
    { word: 'retain', key: 'retain', kind: kinds.flag, otherwise: false },
    {
      word: 'delay',
      key: 'delayIntervalSeconds',
      kind: kinds.wholeSeconds(0xffff_ffff),
      otherwise: 0,
    },
  ],
};

export const ENDS: Shape = {
  takes: [{ word: 'time', key: 'endsAfterSeconds', kind: kinds.seconds, isNeeded: true }],
};

export const NETWORK: Shape = {
  named: [
    { word: 'latency', key: 'latencyMs', kind: kinds.range },
    { word: 'congestedAt', key: 'congestedAtPackets', kind: kinds.count(1, UINT16_MAX) },
  ],
};

export const STORE: Shape = {
  named: [
    { word: 'latency', key: 'latencyMs', kind: kinds.range },
    { word: 'failures', key: 'failurePercent', kind: kinds.percent },
  ],
};

const FAULTS_MAXIMUM = 1_000;
const FAULT_KINDS: readonly FaultKind[] = ['cut', 'halfOpen', 'crash'];

/** `from` is the scenario's own, not the budget's. */
export const FAULTS: Shape = {
  named: [
    ...FAULT_KINDS.map((fault) => {
      return { word: fault, key: fault, kind: kinds.count(0, FAULTS_MAXIMUM) };
    }),
    { word: 'from', key: 'from', kind: kinds.seconds },
  ],
};

/** As the broker's options are called, units included. */
export const BROKER: Shape = {
  named: Object.entries(DEFAULT_OPTIONS).map(([key, value]) => optionSlot(key, value)),
};

function optionSlot(key: string, value: BrokerOptions[keyof BrokerOptions]): Slot {
  if (key === 'protocolVersions') return { word: key, key, kind: kinds.listOf(kinds.version) };
  if (typeof value === 'boolean') return { word: key, key, kind: kinds.flag };
  if (typeof value === 'number') return { word: key, key, kind: kinds.count(0, 0xffff_ffff) };
  const kind = typeof value === 'string' ? kinds.anyText : kinds.listOf(kinds.anyText);
  return { word: key, key, kind };
}
