/**
 * One Packet Identifier of ours: a QoS 1 or QoS 2 message on its way to a client (sections 4.3.2 and 4.3.3, sender).
 *
 * Events are the client's acknowledgements, and `connection.resumed` when a session in which the exchange was left
 * open gets a new connection.
 *
 * Easy to get wrong:
 * - After PUBREC the PUBLISH is never sent again; on a new connection PUBREL is.
 * - In 5.0 a PUBACK or PUBREC of 0x80 or more ends the exchange, and the message is not sent again.
 * - Acknowledgements for an identifier that is not in use are no violation: the exchange may have ended before a
 *   connection was lost. PUBREC is answered, so that the client can end its half.
 *
 *     free ──begun, QoS 1──► awaitingPuback ──PUBACK───────────────────────► complete
 *       └────begun, QoS 2──► awaitingPubrec ──PUBREC──► awaitingPubcomp ──PUBCOMP──┘
 */
import { setup } from 'xstate';
import { isFailure } from '../reason-codes.ts';
import { type ChartMeta, effect, ignored, law, neverHere } from './law.ts';

/** Nothing but the state has to be remembered, so all exchanges share their snapshots. */
export type SenderContext = Readonly<Record<string, never>>;

export type SenderEvent =
  | { readonly type: 'exchange.begun'; readonly qos: 1 | 2 }
  /** `maySend`: the new connection's quota has room for one more PUBLISH. `tooLarge`: its client takes none so large. */
  | { readonly type: 'connection.resumed'; readonly maySend: boolean; readonly tooLarge: boolean }
  | { readonly type: 'PUBACK' | 'PUBREC' | 'PUBCOMP'; readonly reasonCode: number };

const senderSetup = setup({
  types: {
    context: {} as SenderContext,
    events: {} as SenderEvent,
    input: {} as SenderContext,
    meta: {} as ChartMeta,
  },
  guards: {
    isQos2: ({ event }) => (event as { readonly qos: number }).qos === 2,
    maySend: ({ event }) => (event as { readonly maySend: boolean }).maySend,
    isTooLarge: ({ event }) => (event as { readonly tooLarge: boolean }).tooLarge,
    isError: ({ event }) => isFailure((event as { readonly reasonCode: number }).reasonCode),
  },
  actions: {
    transmitPublish: effect,
    retransmitPublish: effect,
    awaitQuota: effect,
    transmitPubrel: effect,
    transmitPubrelUnknown: effect,
    completeExchange: effect,
    dropRefused: effect,
    dropTooLarge: effect,
    reportUnexpectedAck: effect,
  },
});

/** A PUBLISH without its acknowledgement goes out again, as soon as the client's Receive Maximum has room. */
const resend = [
  {
    guard: 'isTooLarge' as const,
    target: 'complete' as const,
    actions: ['dropTooLarge', 'completeExchange'] as const,
    meta: law('v5 MQTT-3.1.2-24', 'v5 MQTT-3.1.2-25'),
  },
  {
    guard: 'maySend' as const,
    actions: 'retransmitPublish' as const,
    meta: law('v3 MQTT-4.4.0-1', 'v3 MQTT-3.3.1-1', 'v5 MQTT-4.4.0-1', 'v5 MQTT-3.3.1-1'),
  },
  { actions: 'awaitQuota' as const, meta: law('v5 MQTT-3.3.4-9', 'v5 MQTT-4.9.0-2') },
] as const;

/** An acknowledgement that this stage of the exchange does not have. */
const unexpectedAck = {
  actions: 'reportUnexpectedAck' as const,
  meta: law('v3 MQTT-4.8.0-1', 'v5 MQTT-4.13.1-1'),
};

export const senderMachine = senderSetup.createMachine({
  id: 'sender',
  context: ({ input }) => input,
  initial: 'free',
  states: {
    free: {
      meta: neverHere('connection.resumed'),
      on: {
        'exchange.begun': [
          {
            guard: 'isQos2',
            target: 'awaitingPubrec',
            actions: 'transmitPublish',
            meta: law('v3 MQTT-4.3.3-1', 'v5 MQTT-4.3.3-1', 'v5 MQTT-4.3.3-2', 'v5 MQTT-4.3.3-3'),
          },
          {
            target: 'awaitingPuback',
            actions: 'transmitPublish',
            meta: law('v3 MQTT-4.3.2-1', 'v5 MQTT-4.3.2-1', 'v5 MQTT-4.3.2-2', 'v5 MQTT-4.3.2-3'),
          },
        ],
        // An acknowledgement sent twice, or one that belongs to a session that has ended. Nothing is open.
        PUBACK: ignored,
        PUBREC: {
          actions: 'transmitPubrelUnknown',
          meta: law('v3 MQTT-4.3.3-1', 'v5 MQTT-4.3.3-4'),
        },
        PUBCOMP: ignored,
      },
    },

    awaitingPuback: {
      meta: neverHere('exchange.begun'),
      on: {
        PUBACK: [
          {
            guard: 'isError',
            target: 'complete',
            actions: ['dropRefused', 'completeExchange'],
            meta: law('v5 MQTT-4.4.0-2'),
          },
          {
            target: 'complete',
            actions: 'completeExchange',
            meta: law('v3 MQTT-4.3.2-1', 'v3 MQTT-2.3.1-4', 'v5 MQTT-4.3.2-3'),
          },
        ],
        PUBREC: unexpectedAck,
        PUBCOMP: unexpectedAck,
        'connection.resumed': resend,
      },
    },

    awaitingPubrec: {
      meta: neverHere('exchange.begun'),
      on: {
        PUBREC: [
          {
            guard: 'isError',
            target: 'complete',
            actions: ['dropRefused', 'completeExchange'],
            meta: law('v5 MQTT-4.4.0-2'),
          },
          {
            target: 'awaitingPubcomp',
            actions: 'transmitPubrel',
            meta: law('v3 MQTT-4.3.3-1', 'v5 MQTT-4.3.3-4', 'v5 MQTT-4.3.3-5'),
          },
        ],
        PUBACK: unexpectedAck,
        PUBCOMP: unexpectedAck,
        'connection.resumed': resend,
      },
    },

    awaitingPubcomp: {
      meta: neverHere('exchange.begun'),
      on: {
        PUBCOMP: {
          target: 'complete',
          actions: 'completeExchange',
          meta: law('v3 MQTT-4.3.3-1', 'v3 MQTT-2.3.1-4', 'v5 MQTT-4.3.3-5'),
        },
        // The client has not seen our PUBREL, or has sent PUBREC twice.
        PUBREC: { actions: 'transmitPubrel', meta: law('v3 MQTT-4.3.3-1', 'v5 MQTT-4.3.3-4') },
        PUBACK: unexpectedAck,
        'connection.resumed': {
          actions: 'transmitPubrel',
          meta: law('v3 MQTT-4.4.0-1', 'v5 MQTT-4.4.0-1', 'v5 MQTT-4.3.3-6'),
        },
      },
    },

    complete: { type: 'final' },
  },
});
