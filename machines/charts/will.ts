/**
 * The Will Message of one connection: stored with it, and published or deleted after it.
 *
 * Events come from the connection that brought it and from the session it belongs to. The connection is released
 * first; what becomes of the session is said after, in the same step.
 *
 * Easy to get wrong:
 * - Only DISCONNECT with Normal disconnection deletes a will. Every other end of the connection, a takeover included,
 *   publishes it or starts its delay.
 * - The delay ends early when the session ends, so a session that ends with its connection publishes at once.
 * - A client that resumes the session within the delay has never been gone: the will is deleted.
 *
 *     none ──stored──► stored ──released, normal──► deleted ◄──session resumed──┐
 *                         ├────released, no delay─► published ◄──delay, ended───┤
 *                         └────released───────────► delayed ────────────────────┘
 */
import { setup } from 'xstate';
import { type ChartMeta, effect, law, neverHere } from './law.ts';

export interface WillContext {
  readonly delayIntervalSeconds: number;
}

export type WillEvent =
  | { readonly type: 'will.stored' }
  /** `normal`: the client has sent DISCONNECT with Reason Code 0x00, or any DISCONNECT in 3.x. */
  | { readonly type: 'connection.released'; readonly normal: boolean }
  | { readonly type: 'session.resumed' }
  | { readonly type: 'session.ended' };

export const willMachine = setup({
  types: {
    context: {} as WillContext,
    events: {} as WillEvent,
    input: {} as WillContext,
    meta: {} as ChartMeta,
  },
  guards: {
    isNormalDisconnection: ({ event }) => (event as { readonly normal: boolean }).normal,
    hasNoDelay: ({ context }) => context.delayIntervalSeconds === 0,
  },
  actions: { publishWill: effect, deleteWill: effect, announceDelayed: effect },
  delays: {
    willDelayInterval: ({ context }) => context.delayIntervalSeconds * 1000,
  },
}).createMachine({
  id: 'will',
  context: ({ input }) => input,
  initial: 'none',
  states: {
    none: {
      meta: neverHere('connection.released', 'session.resumed', 'session.ended'),
      on: {
        'will.stored': { target: 'stored', meta: law('v3 MQTT-3.1.2-8', 'v5 MQTT-3.1.2-7') },
      },
    },
    stored: {
      meta: neverHere('will.stored', 'session.resumed', 'session.ended'),
      on: {
        'connection.released': [
          {
            guard: 'isNormalDisconnection',
            target: 'deleted',
            actions: 'deleteWill',
            meta: law(
              'v3 MQTT-3.1.2-10',
              'v3 MQTT-3.14.4-3',
              'v5 MQTT-3.1.2-10',
              'v5 MQTT-3.14.4-3',
            ),
          },
          {
            guard: 'hasNoDelay',
            target: 'published',
            actions: 'publishWill',
            meta: law('v3 MQTT-3.1.2-8', 'v3 MQTT-3.1.2-10', 'v5 MQTT-3.1.2-8', 'v5 MQTT-3.1.2-10'),
          },
          { target: 'delayed', actions: 'announceDelayed', meta: law('v5 MQTT-3.1.2-8') },
        ],
      },
    },
    delayed: {
      meta: neverHere('will.stored', 'connection.released'),
      after: {
        willDelayInterval: {
          target: 'published',
          actions: 'publishWill',
          meta: law('v5 MQTT-3.1.2-8', 'v5 MQTT-3.1.2-10'),
        },
      },
      on: {
        'session.resumed': {
          target: 'deleted',
          actions: 'deleteWill',
          meta: law('v5 MQTT-3.1.3-9'),
        },
        'session.ended': {
          target: 'published',
          actions: 'publishWill',
          meta: law('v5 MQTT-3.1.2-8', 'v5 MQTT-3.1.2-10'),
        },
      },
    },
    published: { type: 'final' },
    deleted: { type: 'final' },
  },
});
