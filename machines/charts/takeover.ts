/**
 * A claim on one Client Identifier: from an accepted CONNECT to a session in the hands of exactly one connection.
 *
 * The parties are `existing`, whom the session had until now, and `incoming`. Events come from the incoming
 * connection (`session.claimed`, `incoming.closed`), from the existing one as it lets go (`connection.released`), and
 * from the session's keeper when it is ready (`session.settled`).
 *
 * Easy to get wrong:
 * - The existing connection has let go before the session is touched; else its cleanup would hit the incoming one's.
 * - A third CONNECT may come at any point. The newest claim wins, and the one before it is refused.
 * - A claim whose connection has gone must not leave a session online with nobody behind it.
 *
 *     idle ──claimed, someone is there──► disconnectingExisting ──released──┐
 *       └────claimed──────────────────────────────────────► discarding | resuming ──settled──► settled
 */
import { assign, setup } from 'xstate';
import { type ChartMeta, effect, law, neverHere } from './law.ts';

export interface TakeoverContext {
  /** The connection that claims the session; 0 before the first claim, and when it has gone. */
  readonly incoming: number;
  readonly cleanStart: boolean;
}

export interface SessionClaimed {
  readonly type: 'session.claimed';
  readonly incoming: number;
  readonly cleanStart: boolean;
  /** Someone is connected with this Client Identifier. */
  readonly hasExisting: boolean;
}

export type TakeoverEvent =
  | SessionClaimed
  | { readonly type: 'connection.released' }
  | { readonly type: 'incoming.closed' }
  | { readonly type: 'session.settled' };

export const takeoverMachine = setup({
  types: {
    context: {} as TakeoverContext,
    events: {} as TakeoverEvent,
    input: {} as TakeoverContext,
    meta: {} as ChartMeta,
  },
  guards: {
    hasExisting: ({ event }) => (event as SessionClaimed).hasExisting,
    isIncomingGone: ({ context }) => context.incoming === 0,
    isCleanStart: ({ context }) => context.cleanStart,
  },
  actions: {
    rememberClaim: assign(({ event }) => ({
      incoming: (event as SessionClaimed).incoming,
      cleanStart: (event as SessionClaimed).cleanStart,
    })),
    forgetIncoming: assign({ incoming: 0 }),
    refuseIncoming: effect,
    disconnectExisting: effect,
    discardSession: effect,
    resumeSession: effect,
    grantSession: effect,
  },
}).createMachine({
  id: 'takeover',
  context: ({ input }) => input,
  initial: 'idle',
  states: {
    idle: {
      meta: neverHere('connection.released', 'incoming.closed', 'session.settled'),
      on: {
        'session.claimed': [
          {
            guard: 'hasExisting',
            target: 'disconnectingExisting',
            actions: 'rememberClaim',
            meta: law('v3 MQTT-3.1.4-2', 'v5 MQTT-3.1.4-3'),
          },
          {
            target: 'settling',
            actions: 'rememberClaim',
            meta: law('v3 MQTT-3.1.4-3', 'v5 MQTT-3.1.4-4'),
          },
        ],
      },
    },

    disconnectingExisting: {
      entry: 'disconnectExisting',
      meta: neverHere('session.settled'),
      on: {
        'connection.released': [
          // Nobody is left to have the session: it stays as its last connection left it.
          { guard: 'isIncomingGone', target: 'settled' },
          { target: 'settling', meta: law('v3 MQTT-3.1.4-3', 'v5 MQTT-3.1.4-4') },
        ],
        'session.claimed': {
          actions: ['refuseIncoming', 'rememberClaim'],
          meta: law('v3 MQTT-3.1.4-2', 'v5 MQTT-3.1.4-3'),
        },
        'incoming.closed': { actions: 'forgetIncoming' },
      },
    },

    settling: {
      always: [
        {
          guard: 'isCleanStart',
          target: 'discarding',
          meta: law('v3 MQTT-3.1.2-6', 'v5 MQTT-3.1.2-4'),
        },
        { target: 'resuming', meta: law('v3 MQTT-3.1.2-4', 'v5 MQTT-3.1.2-5', 'v5 MQTT-3.1.2-6') },
      ],
    },

    discarding: {
      entry: 'discardSession',
      // The existing connection has let go already.
      meta: neverHere('connection.released'),
      on: {
        'session.settled': [
          { guard: 'isIncomingGone', target: 'settled' },
          {
            target: 'settled',
            actions: 'grantSession',
            meta: law('v3 MQTT-3.2.2-1', 'v5 MQTT-3.2.2-2'),
          },
        ],
        'session.claimed': {
          actions: ['refuseIncoming', 'rememberClaim'],
          meta: law('v3 MQTT-3.1.4-2', 'v5 MQTT-3.1.4-3'),
        },
        'incoming.closed': { actions: 'forgetIncoming' },
      },
    },

    resuming: {
      entry: 'resumeSession',
      meta: neverHere('connection.released'),
      on: {
        'session.settled': [
          { guard: 'isIncomingGone', target: 'settled' },
          // The claim that began the resumption was overtaken by one that wants a clean start.
          {
            guard: 'isCleanStart',
            target: 'discarding',
            meta: law('v3 MQTT-3.1.2-6', 'v5 MQTT-3.1.2-4'),
          },
          {
            target: 'settled',
            actions: 'grantSession',
            meta: law('v3 MQTT-3.2.2-2', 'v3 MQTT-3.2.2-3', 'v5 MQTT-3.2.2-3'),
          },
        ],
        'session.claimed': {
          actions: ['refuseIncoming', 'rememberClaim'],
          meta: law('v3 MQTT-3.1.4-2', 'v5 MQTT-3.1.4-3'),
        },
        'incoming.closed': { actions: 'forgetIncoming' },
      },
    },

    settled: { type: 'final' },
  },
});
