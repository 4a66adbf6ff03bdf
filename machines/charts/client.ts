/**
 * One MQTT client of 3.1, 3.1.1 or 5.0: the other half of the law.
 *
 * Events are the commands of the program that uses it, the server's packets, what the network does, and what the client
 * itself has found out in between: that a message waits (`publish.due`), that something was sent (`packet.sent`), that
 * an exchange saw a violation. What comes from a connection that was given up is not brought before it any more.
 *
 * Easy to get wrong:
 * - The session is ended by the end of the connection, never before it, and only if its expiry interval is 0 then.
 * - A CONNECT with Clean Start makes the client forget its session when it is sent: whether the server has seen it
 *   nobody knows. If it has not, Session Present comes unexpected, and only another clean start puts that right.
 * - Keep Alive counts what the client sends, not what it hears.
 *
 *     disconnected ──► opening ──► awaitingConnack ──► connected ──► disconnecting
 *       ▲    ▲            ▲ └──────────────┴───────┬───────┴──────────────┘
 *       │    └── waiting ─┘                     releasing ──► deciding ──► ended
 *       │           ▲                                            │
 *       └───────────┴────────────────────────────────────────────┘
 *
 *     connected = traffic ‖ authentication (settled ⇄ reauthenticating) ‖ keepAlive (counting | off)
 *               ‖ ping (answered ⇄ awaitingPingresp)
 *
 * The exchanges are not here: a client that publishes is the sender of sender.ts, one that receives the receiver of
 * receiver.ts. Nor is the end of a session whose interval runs out while the client is away: Session Present tells.
 * The way to a connection stands in client-connecting.ts, the life of one in client-connected.ts.
 */
import { connected } from './client-connected.ts';
import { awaitingConnack, opening, WITHOUT_NETWORK } from './client-connecting.ts';
import { clientSetup } from './client-setup.ts';
import { ignored, law, neverHere } from './law.ts';

const AWAY = neverHere(...WITHOUT_NETWORK, 'network.opened', 'network.closed', 'network.failed');

const connect = { target: 'opening' as const, actions: 'prepareConnect' as const };

/** Before the first connection, and after one that was meant to end or that policy does not follow up. */
const disconnected = clientSetup.createStateConfig({
  meta: AWAY,
  on: {
    'command.connect': connect,
    'command.stop': 'ended',
    'command.disconnect': ignored,
    'command.drop': ignored,
  },
});

const waiting = clientSetup.createStateConfig({
  entry: 'countAttempt',
  meta: AWAY,
  after: { backoff: 'opening' },
  on: {
    'command.connect': connect,
    'command.disconnect': 'disconnected',
    'command.stop': 'ended',
    'command.drop': ignored,
  },
});

/** We have said our last word on this connection. What still arrives was sent before the server knew. */
const disconnecting = clientSetup.createStateConfig({
  entry: 'closeNetwork',
  meta: neverHere('network.opened', 'publish.due', 'request.due', 'packet.sent'),
  after: { closeTimeout: { target: 'releasing', actions: 'abortNetwork' } },
  on: {
    'network.closed': {
      target: 'releasing',
      meta: law('v3 MQTT-3.14.4-1', 'v5 MQTT-3.14.4-2', 'v5 MQTT-4.13.2-1'),
    },
    'network.failed': 'releasing',
    'command.connect': { target: 'releasing', actions: ['prepareConnect', 'askConnect'] },
    'command.disconnect': { actions: ['blameDisconnect', 'forgetAsked'] },
    'command.stop': { actions: 'blameStop' },
    'command.drop': { target: 'releasing', actions: 'abortNetwork' },
    // After DISCONNECT nothing is sent, not even what no law allows (v3 MQTT-3.14.4-2, v5 MQTT-3.14.4-1).
    'command.send': ignored,
    CONNECT: ignored,
    CONNACK: ignored,
    PUBLISH: ignored,
    PUBACK: ignored,
    PUBREC: ignored,
    PUBREL: ignored,
    PUBCOMP: ignored,
    SUBSCRIBE: ignored,
    SUBACK: ignored,
    UNSUBSCRIBE: ignored,
    UNSUBACK: ignored,
    PINGREQ: ignored,
    PINGRESP: ignored,
    DISCONNECT: ignored,
    AUTH: ignored,
    'protocol.violated': ignored,
  },
});

/** The connection has gone. First what becomes of the session … */
const releasing = clientSetup.createStateConfig({
  always: [
    {
      guard: 'endsWithConnection',
      target: 'deciding',
      actions: 'endSession',
      meta: law('v3 MQTT-3.1.2-6', 'v3 MQTT-4.1.0-2'),
    },
    {
      target: 'deciding',
      meta: law('v3 MQTT-3.1.2-4', 'v3 MQTT-4.1.0-1', 'v5 MQTT-3.1.2-23', 'v5 MQTT-4.1.0-1'),
    },
  ],
});

/** … then what becomes of the client. */
const deciding = clientSetup.createStateConfig({
  entry: 'forgetConnection',
  always: [
    { guard: 'isStopped', target: 'ended' },
    { guard: 'isConnectAsked', target: 'opening' },
    { guard: 'mayReconnect', target: 'waiting' },
    { target: 'disconnected' },
  ],
});

export const clientMachine = clientSetup.createMachine({
  id: 'client',
  context: ({ input }) => input,
  initial: 'disconnected',
  states: {
    disconnected,
    opening,
    awaitingConnack,
    connected,
    disconnecting,
    releasing,
    deciding,
    waiting,
    ended: { type: 'final' },
  },
  on: {
    // What is to be sent waits its turn, connected or not.
    'command.publish': [
      {
        guard: 'isTopicNameInvalid',
        actions: 'refuseCommand',
        meta: law(
          'v3 MQTT-3.3.2-2',
          'v3 MQTT-4.7.1-1',
          'v3 MQTT-4.7.3-1',
          'v5 MQTT-3.3.2-2',
          'v5 MQTT-4.7.0-1',
          'v5 MQTT-4.7.3-1',
        ),
      },
      { actions: 'enqueuePublish' },
    ],
    'command.subscribe': [
      {
        guard: 'isSubscribeInvalid',
        actions: 'refuseCommand',
        meta: law('v3 MQTT-3.8.3-3', 'v5 MQTT-3.8.3-2', 'v5 MQTT-3.8.3-4'),
      },
      { actions: 'enqueueRequest' },
    ],
    'command.unsubscribe': [
      {
        guard: 'isUnsubscribeInvalid',
        actions: 'refuseCommand',
        meta: law('v3 MQTT-3.10.3-2', 'v5 MQTT-3.10.3-2'),
      },
      { actions: 'enqueueRequest' },
    ],
    // Without a connection there is nothing to renew, to acknowledge or to break.
    'command.reauthenticate': ignored,
    'command.acknowledge': ignored,
    'command.send': ignored,
  },
});
