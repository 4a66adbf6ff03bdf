/**
 * One Packet Identifier of a client: a QoS 1 or QoS 2 message on its way to us (sections 4.3.2 and 4.3.3, receiver).
 *
 * Events are the client's PUBLISH and PUBREL. That the client may publish to the topic has been found out before, and
 * comes with PUBLISH.
 *
 * Easy to get wrong:
 * - A QoS 1 exchange is over with our PUBACK: the same identifier again is a new message, DUP or not.
 * - A QoS 2 message is passed on with the first PUBLISH; until PUBREL a repeat is answered and goes nowhere.
 * - A refused message is acknowledged too: in 5.0 with the reason, in 3.x as if all were well.
 *
 *     free ──PUBLISH, QoS 1──► complete
 *       └────PUBLISH, QoS 2──► awaitingPubrel ──PUBREL──► complete
 */
import { setup } from 'xstate';
import type { ProtocolVersion } from '../packets.ts';
import { type ChartMeta, effect, law } from './law.ts';

/** Nothing but the state has to be remembered, so all exchanges share their snapshots. */
export type ReceiverContext = Readonly<Record<string, never>>;

export type ReceiverEvent =
  | {
      readonly type: 'PUBLISH';
      readonly version: ProtocolVersion;
      readonly qos: 1 | 2;
      /** The message is taken: the client may publish to the topic, and the payload is what it says it is. */
      readonly allowed: boolean;
    }
  | { readonly type: 'PUBREL'; readonly reasonCode: number };

type Arrival = Extract<ReceiverEvent, { type: 'PUBLISH' }>;

export const receiverMachine = setup({
  types: {
    context: {} as ReceiverContext,
    events: {} as ReceiverEvent,
    input: {} as ReceiverContext,
    meta: {} as ChartMeta,
  },
  guards: {
    isQos2: ({ event }) => (event as Arrival).qos === 2,
    isDenied: ({ event }) => !(event as Arrival).allowed,
    isDeniedQos2In3: ({ event }) =>
      !(event as Arrival).allowed && (event as Arrival).qos === 2 && (event as Arrival).version < 5,
  },
  actions: {
    acceptMessage: effect,
    transmitPuback: effect,
    transmitPubrec: effect,
    transmitPubrecAgain: effect,
    transmitDenial: effect,
    transmitPubcomp: effect,
    transmitPubcompUnknown: effect,
    reportIdentifierInUse: effect,
  },
}).createMachine({
  id: 'receiver',
  context: ({ input }) => input,
  initial: 'free',
  states: {
    free: {
      on: {
        PUBLISH: [
          // 3.x has no negative PUBREC: the exchange takes its course, only that nobody gets the message.
          {
            guard: 'isDeniedQos2In3',
            target: 'awaitingPubrel',
            actions: 'transmitDenial',
            meta: law('v3 MQTT-3.3.5-2'),
          },
          {
            guard: 'isDenied',
            target: 'complete',
            actions: 'transmitDenial',
            meta: law(
              'v3 MQTT-3.3.5-2',
              'v5 MQTT-3.4.2-1',
              'v5 MQTT-3.5.2-1',
              'v5 MQTT-4.3.3-9',
              'v5 3.3.2.3.2 payload format',
            ),
          },
          {
            guard: 'isQos2',
            target: 'awaitingPubrel',
            actions: ['acceptMessage', 'transmitPubrec'],
            meta: law('v3 MQTT-3.3.4-1', 'v3 MQTT-4.3.3-2', 'v5 MQTT-3.3.4-1', 'v5 MQTT-4.3.3-8'),
          },
          {
            target: 'complete',
            actions: ['acceptMessage', 'transmitPuback'],
            meta: law(
              'v3 MQTT-3.3.4-1',
              'v3 MQTT-4.3.2-2',
              'v5 MQTT-3.3.4-1',
              'v5 MQTT-4.3.2-4',
              'v5 MQTT-4.3.2-5',
            ),
          },
        ],
        // Our PUBCOMP was lost with a connection, or the session in which PUBREC was sent has ended.
        PUBREL: {
          actions: 'transmitPubcompUnknown',
          meta: law('v3 MQTT-4.3.3-2', 'v5 MQTT-4.3.3-11'),
        },
      },
    },

    awaitingPubrel: {
      on: {
        PUBLISH: [
          {
            guard: 'isQos2',
            actions: 'transmitPubrecAgain',
            meta: law('v3 MQTT-4.3.3-2', 'v5 MQTT-4.3.3-10'),
          },
          // A QoS 1 message under an identifier that a QoS 2 exchange still holds.
          {
            actions: 'reportIdentifierInUse',
            meta: law('v3 MQTT-2.3.1-2', 'v5 MQTT-2.2.1-3', 'v5 MQTT-3.4.2-1'),
          },
        ],
        PUBREL: {
          target: 'complete',
          actions: 'transmitPubcomp',
          meta: law('v3 MQTT-4.3.3-2', 'v5 MQTT-4.3.3-11', 'v5 MQTT-4.3.3-12'),
        },
      },
    },

    complete: { type: 'final' },
  },
});
