/**
 * One Session: the state a broker holds for a Client Identifier, across Network Connections.
 *
 * Events come from the takeover that created or resumed it, from the connection that leaves it, and from routing, one
 * `deliver` for each message that matches a subscription.
 *
 * Easy to get wrong:
 * - A session ends with its connection only if its expiry interval is 0 at that moment: DISCONNECT may have changed it.
 * - A session that is taken over goes offline like any other before it is resumed, so one that was to end with its
 *   connection ends, and the incoming client finds none.
 * - Clean Session of 3.x is Clean Start with an expiry interval of 0; its opposite is an interval that never ends.
 *
 *     absent ──created──► online ──released──► offline.expiring ──sessionExpiryInterval──► ended
 *                           ▲   │                  │   offline.indefinite                    ▲
 *                           │   └─ expiry 0 ───────┼───────────────────────────────────────┤
 *                           └──────── resumed ─────┴──────────────── discarded ─────────────┘
 *
 * It does not hold subscriptions, queue and exchanges themselves: those are containers beside the chart, and their
 * sizes come with the event that asks.
 */
import { assign, setup } from 'xstate';
import { NEVER_EXPIRES_SECONDS } from '../options.ts';
import type { QoS } from '../packets.ts';
import { type ChartMeta, effect, ignored, law, neverHere } from './law.ts';

export interface SessionContext {
  readonly sessionExpiryIntervalSeconds: number;
}

/** A message has come for this session. The other fields are facts of the moment. */
export interface Deliver {
  readonly type: 'deliver';
  readonly qos: QoS;
  /** Another QoS 1 or 2 PUBLISH may be sent now: quota is left, the network takes it, and nothing waits before it. */
  readonly maySend: boolean;
  /** The network does not take anything now, or has gone a moment ago. */
  readonly congested: boolean;
  readonly queueFull: boolean;
  /** PUBLISH would exceed the client's Maximum Packet Size. */
  readonly tooLarge: boolean;
  /** QoS 0 messages are kept while the client is offline, by option. */
  readonly qos0Queued: boolean;
}

export type SessionEvent =
  | { readonly type: 'session.created'; readonly sessionExpiryIntervalSeconds: number }
  | { readonly type: 'session.resumed'; readonly sessionExpiryIntervalSeconds: number }
  | { readonly type: 'session.discarded' }
  /** The connection no longer speaks for the session; the interval is the last one it gave. */
  | {
      readonly type: 'connection.released';
      readonly sessionExpiryIntervalSeconds: number;
      /** Set where the broker was down when it happened. */
      readonly atMs?: number;
    }
  /** An exchange is over, or the network takes packets again. */
  | { readonly type: 'quota.available'; readonly maySend: boolean }
  | Deliver;

type Expiry = { readonly sessionExpiryIntervalSeconds: number };

export const sessionMachine = setup({
  types: {
    context: {} as SessionContext,
    events: {} as SessionEvent,
    input: {} as SessionContext,
    meta: {} as ChartMeta,
  },
  guards: {
    endsWithConnection: ({ event }) => (event as Expiry).sessionExpiryIntervalSeconds === 0,
    neverExpires: ({ event }) =>
      (event as Expiry).sessionExpiryIntervalSeconds === NEVER_EXPIRES_SECONDS,
    isQos0: ({ event }) => (event as Deliver).qos === 0,
    isQos0Congested: ({ event }) => (event as Deliver).qos === 0 && (event as Deliver).congested,
    isQos0Unqueued: ({ event }) => (event as Deliver).qos === 0 && !(event as Deliver).qos0Queued,
    maySend: ({ event }) => (event as Deliver).maySend,
    isTooLarge: ({ event }) => (event as Deliver).tooLarge,
    isQueueFull: ({ event }) => (event as Deliver).queueFull,
  },
  actions: {
    rememberExpiry: assign(({ event }) => ({
      sessionExpiryIntervalSeconds: (event as Expiry).sessionExpiryIntervalSeconds,
    })),
    announceCreated: effect,
    announceResumed: effect,
    announceOffline: effect,
    transmitPublish: effect,
    beginExchange: effect,
    enqueue: effect,
    sendQueued: effect,
    dropCongested: effect,
    dropOffline: effect,
    dropQueueFull: effect,
    dropTooLarge: effect,
    endWithConnection: effect,
    endExpired: effect,
    endDiscarded: effect,
  },
  delays: {
    sessionExpiryInterval: ({ context }) => context.sessionExpiryIntervalSeconds * 1000,
  },
}).createMachine({
  id: 'session',
  context: ({ input }) => input,
  initial: 'absent',
  states: {
    absent: {
      meta: neverHere(
        'session.resumed',
        'session.discarded',
        'connection.released',
        'quota.available',
        'deliver',
      ),
      on: {
        'session.created': {
          target: 'online',
          actions: ['rememberExpiry', 'announceCreated'],
          meta: law(
            'v3 MQTT-3.1.2-4',
            'v3 MQTT-3.1.2-6',
            'v3 MQTT-3.1.3-2',
            'v5 MQTT-3.1.2-4',
            'v5 MQTT-3.1.2-6',
            'v5 MQTT-3.1.3-2',
          ),
        },
      },
    },

    online: {
      // Whoever takes a session over, or discards it, first makes its connection release it.
      meta: neverHere('session.created', 'session.resumed', 'session.discarded'),
      on: {
        deliver: [
          {
            guard: 'isTooLarge',
            actions: 'dropTooLarge',
            meta: law('v5 MQTT-3.1.2-24', 'v5 MQTT-3.1.2-25'),
          },
          {
            guard: 'isQos0Congested',
            actions: 'dropCongested',
            meta: law('v3 MQTT-4.3.1-1', 'v5 MQTT-4.3.1-1'),
          },
          {
            guard: 'isQos0',
            actions: 'transmitPublish',
            meta: law('v3 MQTT-4.3.1-1', 'v5 MQTT-4.3.1-1', 'v3 MQTT-4.5.0-1', 'v5 MQTT-4.5.0-1'),
          },
          {
            guard: 'maySend',
            actions: 'beginExchange',
            meta: law(
              'v3 MQTT-4.3.2-1',
              'v3 MQTT-4.3.3-1',
              'v3 MQTT-4.5.0-1',
              'v5 MQTT-4.3.2-1',
              'v5 MQTT-4.3.3-1',
              'v5 MQTT-4.5.0-1',
              'v5 MQTT-4.9.0-2',
            ),
          },
          { guard: 'isQueueFull', actions: 'dropQueueFull' },
          {
            actions: 'enqueue',
            meta: law('v5 MQTT-3.3.4-9', 'v5 MQTT-4.9.0-2', 'v3 MQTT-4.6.0-6', 'v5 MQTT-4.6.0-5'),
          },
        ],
        'quota.available': [
          {
            guard: 'maySend',
            actions: 'sendQueued',
            meta: law('v5 MQTT-4.9.0-2', 'v3 MQTT-4.6.0-6', 'v5 MQTT-4.6.0-5'),
          },
          // Nothing waits, or something still holds it back: the next acknowledgement asks again.
          ignored,
        ],
        'connection.released': [
          {
            guard: 'endsWithConnection',
            target: 'ended',
            actions: ['rememberExpiry', 'endWithConnection'],
            meta: law('v3 MQTT-3.1.2-6', 'v3 MQTT-4.1.0-2', 'v5 MQTT-4.1.0-2'),
          },
          {
            guard: 'neverExpires',
            target: 'offline.indefinite',
            actions: ['rememberExpiry', 'announceOffline'],
            meta: law('v3 MQTT-3.1.2-4', 'v3 MQTT-4.1.0-1', 'v5 MQTT-3.1.2-23'),
          },
          {
            target: 'offline.expiring',
            actions: ['rememberExpiry', 'announceOffline'],
            meta: law('v3 MQTT-3.1.2-4', 'v3 MQTT-4.1.0-1', 'v5 MQTT-3.1.2-23'),
          },
        ],
      },
    },

    offline: {
      meta: neverHere('session.created', 'connection.released', 'quota.available'),
      initial: 'indefinite',
      states: {
        indefinite: {},
        expiring: {
          after: {
            sessionExpiryInterval: {
              target: '#session.ended',
              actions: 'endExpired',
              meta: law('v5 MQTT-4.1.0-2'),
            },
          },
        },
      },
      on: {
        deliver: [
          { guard: 'isQos0Unqueued', actions: 'dropOffline' },
          { guard: 'isQueueFull', actions: 'dropQueueFull' },
          { actions: 'enqueue', meta: law('v3 MQTT-3.1.2-5', 'v5 MQTT-4.5.0-1') },
        ],
        'session.resumed': {
          target: 'online',
          actions: ['rememberExpiry', 'announceResumed'],
          meta: law('v3 MQTT-3.1.2-4', 'v5 MQTT-3.1.2-5'),
        },
        'session.discarded': {
          target: 'ended',
          actions: 'endDiscarded',
          meta: law('v3 MQTT-3.1.2-6', 'v5 MQTT-3.1.2-4'),
        },
      },
    },

    ended: { type: 'final' },
  },
});
