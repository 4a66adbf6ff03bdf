/** The client on its way to a connection: the network is opened, CONNECT is sent and answered. Part of client.ts. */
import { PACKET_TYPES } from '../packets.ts';
import { clientPacket, violated } from './client-connected.ts';
import { clientSetup } from './client-setup.ts';
import { ignored, law, neverHere } from './law.ts';

/** Nothing that a server sends can come where there is no connection, nor can anything be sent. */
export const WITHOUT_NETWORK = [
  ...PACKET_TYPES,
  'protocol.violated',
  'publish.due',
  'request.due',
  'packet.sent',
] as const;

/** The connection comes to nothing. */
function abandon<const Blame extends string>(blame: Blame) {
  return { target: '#client.releasing' as const, actions: [blame, 'abortNetwork' as const] };
}

export const opening = clientSetup.createStateConfig({
  entry: ['forgetAsked', 'openNetwork'],
  meta: neverHere(...WITHOUT_NETWORK),
  after: { openTimeout: abandon('blameOpen') },
  on: {
    'network.opened': [
      {
        guard: 'startsClean',
        target: 'awaitingConnack',
        actions: ['discardSession', 'transmitConnect'],
        meta: law(
          'v3 MQTT-3.1.0-1',
          'v3 MQTT-3.1.2-6',
          'v3 MQTT-3.1.3-7',
          'v5 MQTT-3.1.0-1',
          'v5 MQTT-3.1.2-4',
        ),
      },
      {
        target: 'awaitingConnack',
        actions: 'transmitConnect',
        meta: law('v3 MQTT-3.1.0-1', 'v3 MQTT-3.1.2-4', 'v5 MQTT-3.1.0-1', 'v5 MQTT-3.1.2-23'),
      },
    ],
    'network.closed': { target: 'releasing', actions: 'blameNetwork' },
    'network.failed': { target: 'releasing', actions: 'blameNetwork' },
    'command.disconnect': abandon('blameDisconnect'),
    'command.stop': abandon('blameStop'),
    'command.drop': abandon('blameDrop'),
    // Under way already.
    'command.connect': ignored,
  },
});

const early = {
  ...violated('blameBeforeConnack'),
  meta: law('v3 MQTT-3.2.0-1', 'v5 MQTT-3.2.0-1'),
};

const connack = [
  {
    guard: 'isRefused' as const,
    target: '#client.releasing' as const,
    actions: ['blameRefusal' as const, 'closeNetwork' as const],
    meta: law('v3 MQTT-3.2.2-5', 'v5 MQTT-3.2.2-7', 'v5 MQTT-4.13.2-1'),
  },
  {
    guard: 'isMethodDifferent' as const,
    ...violated('blameMethod'),
    meta: law('v5 MQTT-4.12.0-5'),
  },
  // Nothing says that a client of 3.1.1 has to; but it would take the server's messages for the wrong ones.
  {
    guard: 'isSessionUnexpected' as const,
    target: '#client.releasing' as const,
    actions: ['blameSession' as const, 'closeNetwork' as const],
    meta: law('v5 MQTT-3.2.2-4'),
  },
  {
    guard: 'isPurging' as const,
    target: '#client.disconnecting' as const,
    actions: ['learnPurged' as const, 'transmitDisconnect' as const],
    meta: law('v3 MQTT-3.1.2-6', 'v3 MQTT-3.14.4-1'),
  },
  {
    guard: 'isSessionLost' as const,
    target: '#client.connected' as const,
    actions: ['learnConnack' as const, 'discardSession' as const, 'createSession' as const],
    meta: law('v5 MQTT-3.2.2-5'),
  },
  {
    guard: 'hasSession' as const,
    target: '#client.connected' as const,
    actions: ['learnConnack' as const, 'resumeSession' as const],
    meta: law(
      'v3 MQTT-3.1.2-4',
      'v3 MQTT-4.4.0-1',
      'v3 MQTT-4.6.0-1',
      'v5 MQTT-4.4.0-1',
      'v5 MQTT-4.6.0-1',
    ),
  },
  {
    target: '#client.connected' as const,
    actions: ['learnConnack' as const, 'createSession' as const],
    meta: law('v3 MQTT-3.1.2-4', 'v3 MQTT-3.1.2-6', 'v5 MQTT-3.1.2-4'),
  },
] as const;

export const awaitingConnack = clientSetup.createStateConfig({
  meta: neverHere('network.opened', 'publish.due', 'request.due', 'packet.sent'),
  after: { connackTimeout: abandon('blameConnack') },
  on: {
    CONNACK: connack,
    // Enhanced authentication: each AUTH of the server gets one of ours, and the time for an answer starts anew.
    AUTH: [
      {
        guard: 'isAuthUnexpected',
        ...violated('blameAuth'),
        meta: law('v5 MQTT-4.12.0-5', 'v5 MQTT-4.12.0-6'),
      },
      {
        guard: 'isAuthContinued',
        target: 'awaitingConnack',
        reenter: true,
        actions: 'transmitAuthContinue',
        meta: law('v5 MQTT-4.12.0-3', 'v5 MQTT-4.12.0-5', 'v5 MQTT-3.1.2-30'),
      },
      { ...violated('blameAuth'), meta: law('v5 MQTT-3.15.2-1') },
    ],
    PUBLISH: early,
    PUBACK: early,
    PUBREC: early,
    PUBREL: early,
    PUBCOMP: early,
    SUBACK: early,
    UNSUBACK: early,
    PINGRESP: early,
    DISCONNECT: { ...violated('blameBeforeConnack'), meta: law('v5 MQTT-3.14.0-1') },
    CONNECT: clientPacket,
    SUBSCRIBE: clientPacket,
    UNSUBSCRIBE: clientPacket,
    PINGREQ: clientPacket,
    'protocol.violated': violated('blameViolation'),
    'network.closed': { target: 'releasing', actions: 'blameNetwork' },
    'network.failed': { target: 'releasing', actions: 'blameNetwork' },
    // A client need not wait for CONNACK before it leaves.
    'command.disconnect': [
      {
        guard: 'isExpiryRaisedFromZero',
        actions: 'refuseCommand',
        meta: law('v5 3.14.2.2.2 expiry raised from 0'),
      },
      {
        target: 'disconnecting',
        actions: ['learnDisconnect', 'transmitDisconnect'],
        meta: law('v3 MQTT-3.14.4-1', 'v5 MQTT-3.14.4-2'),
      },
    ],
    'command.stop': { target: 'disconnecting', actions: ['blameStop', 'transmitDisconnect'] },
    'command.drop': abandon('blameDrop'),
    'command.send': { actions: 'transmitRaw' },
    'command.connect': ignored,
  },
});
