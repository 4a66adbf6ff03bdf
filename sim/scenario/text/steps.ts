/** The steps of clients and of the world, word by word. */
import { PACKET_TYPES, ReasonCode } from '../../../machines/index.ts';
import type { ClientCondition, ClientStep, WorldStep } from '../scenario.ts';
import * as kinds from './kinds.ts';
import type { Shape, Slot } from './shape.ts';

const QOS: Slot = { word: 'qos', key: 'qos', kind: kinds.choice([0, 1, 2]), otherwise: 0 };
const FILTER: Slot = {
  word: 'topicFilter',
  key: 'topicFilter',
  kind: kinds.anyText,
  isNeeded: true,
};
const EXPIRY: Slot = {
  word: 'sessionExpiryInterval',
  key: 'sessionExpiryIntervalSeconds',
  kind: kinds.expiry,
};
const SECONDS: Slot = { word: 'time', key: 'seconds', kind: kinds.seconds, isNeeded: true };
const CLIENT: Slot = { word: 'client', key: 'client', kind: kinds.name, isNeeded: true };

const CONDITIONS: readonly ClientCondition[] = [
  'connected',
  'disconnected',
  'acknowledged',
  'received',
];

const CONDITION: readonly Slot[] = [
  { word: 'condition', key: 'what', kind: kinds.choice(CONDITIONS), isNeeded: true },
  { word: 'count', key: 'count', kind: kinds.count(1, 1_000_000), otherwise: 1 },
];

/** A step, and not the keyword, which has no place in a simulator. */
export const AWAIT = 'await';

export const CLIENT_STEPS: { readonly [Do in ClientStep['do']]: Shape } = {
  connect: {
    named: [{ word: 'cleanStart', key: 'cleanStart', kind: kinds.flag }, EXPIRY],
  },
  publish: {
    takes: [
      { word: 'topicName', key: 'topicName', kind: kinds.anyText, isNeeded: true },
      { word: 'payload', key: 'payload', kind: kinds.ascii, isNeeded: true },
    ],
    named: [
      QOS,
      { word: 'retain', key: 'retain', kind: kinds.flag, otherwise: false },
      {
        word: 'messageExpiryInterval',
        key: 'messageExpiryIntervalSeconds',
        kind: kinds.wholeSeconds(0xffff_ffff),
      },
    ],
  },
  subscribe: { takes: [FILTER], named: [QOS] },
  unsubscribe: { takes: [FILTER] },
  disconnect: {
    named: [
      {
        word: 'reasonCode',
        key: 'reasonCode',
        kind: kinds.reasonCode,
        otherwise: ReasonCode.normalDisconnection,
      },
      EXPIRY,
    ],
  },
  drop: {},
  wait: { takes: [SECONDS] },
  [AWAIT]: { takes: CONDITION },
};

export const WORLD_STEPS: { readonly [Do in WorldStep['do']]: Shape } = {
  wait: { takes: [SECONDS] },
  [AWAIT]: { takes: [CLIENT, ...CONDITION] },
  cut: { takes: [CLIENT] },
  lose: {
    takes: [
      CLIENT,
      { word: 'packet', key: 'packet', kind: kinds.choice(PACKET_TYPES), isNeeded: true },
    ],
  },
  halfOpen: { takes: [CLIENT] },
  partition: { takes: [CLIENT] },
  heal: { takes: [CLIENT] },
  stall: { takes: [CLIENT] },
  unstall: { takes: [CLIENT] },
  crash: {},
  recover: {},
  kick: {
    takes: [{ word: 'clientId', key: 'clientId', kind: kinds.anyText, isNeeded: true }],
    named: [
      {
        word: 'reasonCode',
        key: 'reasonCode',
        kind: kinds.reasonCode,
        otherwise: ReasonCode.administrativeAction,
      },
    ],
  },
  shutdown: {},
};
