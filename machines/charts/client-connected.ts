/** The client while it is connected: from a CONNACK that it can go on with to the end. Part of client.ts. */
import { clientSetup } from './client-setup.ts';
import { ignored, law, neverHere } from './law.ts';

/** The server has done what it may not: say so where the version has words for it, and close. */
export function violated<const Blame extends string>(blame: Blame) {
  return {
    target: '#client.disconnecting' as const,
    actions: [blame, 'transmitBlame' as const],
  };
}

export const clientPacket = {
  ...violated('blameClientPacket'),
  meta: law('v3 MQTT-4.8.0-1', 'v5 4.13.1 protocol error'),
};

const traffic = clientSetup.createStateConfig({
  on: {
    'request.due': {
      actions: 'transmitRequest',
      meta: law('v3 MQTT-2.3.1-2', 'v5 MQTT-2.2.1-3', 'v5 MQTT-3.3.4-8'),
    },
    'publish.due': [
      { guard: 'isQosUnsupported', actions: 'refuseQueued', meta: law('v5 MQTT-3.2.2-11') },
      { guard: 'isRetainUnsupported', actions: 'refuseQueued', meta: law('v5 MQTT-3.2.2-14') },
      {
        guard: 'isQos0',
        actions: 'transmitQueued',
        meta: law('v3 MQTT-4.3.1-1', 'v3 MQTT-3.3.1-2', 'v5 MQTT-4.3.1-1', 'v5 MQTT-3.3.1-2'),
      },
      {
        guard: 'maySend',
        actions: 'beginExchange',
        meta: law('v3 MQTT-2.3.1-2', 'v5 MQTT-2.2.1-3', 'v5 MQTT-3.3.4-7', 'v5 MQTT-4.9.0-1'),
      },
      // It waits: the next acknowledgement asks again.
      { meta: law('v5 MQTT-3.3.4-7', 'v5 MQTT-4.9.0-2') },
    ],
    PUBLISH: [
      {
        guard: 'isReceiveMaximumExceeded',
        ...violated('blameReceiveMaximum'),
        meta: law('v5 4.9 receive maximum exceeded'),
      },
      {
        guard: 'hasTopicAlias',
        ...violated('blameAlias'),
        meta: law('v5 3.3.2.3.4 alias 0'),
      },
      {
        guard: 'isServerTopicInvalid',
        ...violated('blameTopicName'),
        meta: law('v3 MQTT-3.3.2-2', 'v3 MQTT-4.7.3-1', 'v5 MQTT-3.3.2-2', 'v5 MQTT-4.7.3-1'),
      },
      {
        actions: 'receive',
        meta: law(
          'v3 MQTT-3.3.4-1',
          'v3 MQTT-4.5.0-2',
          'v3 MQTT-4.6.0-2',
          'v3 MQTT-4.6.0-3',
          'v5 MQTT-3.3.4-1',
          'v5 MQTT-4.5.0-2',
          'v5 MQTT-4.6.0-2',
          'v5 MQTT-4.6.0-3',
        ),
      },
    ],
    PUBACK: { actions: 'acknowledge', meta: law('v3 MQTT-4.3.2-1', 'v5 MQTT-4.3.2-3') },
    PUBREC: {
      actions: 'acknowledge',
      meta: law('v3 MQTT-4.3.3-1', 'v3 MQTT-4.6.0-4', 'v5 MQTT-4.3.3-4', 'v5 MQTT-4.6.0-4'),
    },
    PUBCOMP: { actions: 'acknowledge', meta: law('v3 MQTT-4.3.3-1', 'v5 MQTT-4.3.3-5') },
    PUBREL: { actions: 'release', meta: law('v3 MQTT-4.3.3-2', 'v5 MQTT-4.3.3-11') },
    SUBACK: [
      { guard: 'isNoAnswer', ...violated('blameAnswer'), meta: law('v5 4.13.1 protocol error') },
      { actions: 'settleRequest', meta: law('v3 MQTT-2.3.1-3', 'v5 MQTT-2.2.1-3') },
    ],
    UNSUBACK: [
      { guard: 'isNoAnswer', ...violated('blameAnswer'), meta: law('v5 4.13.1 protocol error') },
      { actions: 'settleRequest', meta: law('v3 MQTT-2.3.1-3', 'v5 MQTT-2.2.1-3') },
    ],
    'command.acknowledge': {
      actions: 'transmitHeldAcks',
      meta: law('v3 MQTT-4.6.0-2', 'v3 MQTT-4.6.0-3', 'v5 MQTT-4.6.0-2', 'v5 MQTT-4.6.0-3'),
    },
    'command.send': { actions: 'transmitRaw' },
    CONNACK: { ...violated('blameSecondConnack'), meta: law('v5 4.13.1 protocol error') },
    CONNECT: clientPacket,
    SUBSCRIBE: clientPacket,
    UNSUBSCRIBE: clientPacket,
    PINGREQ: clientPacket,
  },
});

/** Re-authentication (5.0 section 4.12.1): everything else goes on meanwhile. */
const authentication = clientSetup.createStateConfig({
  initial: 'settled',
  states: {
    settled: {
      on: {
        'command.reauthenticate': [
          { guard: 'hasNoMethod', actions: 'refuseCommand', meta: law('v5 MQTT-4.12.0-7') },
          {
            target: 'reauthenticating',
            actions: 'transmitReauthenticate',
            meta: law('v5 MQTT-4.12.1-1', 'v5 MQTT-4.12.0-5'),
          },
        ],
        AUTH: { ...violated('blameAuth'), meta: law('v5 4.13.1 protocol error') },
      },
    },
    reauthenticating: {
      on: {
        AUTH: [
          {
            guard: 'isAuthUnexpected',
            ...violated('blameAuth'),
            meta: law('v5 MQTT-4.12.0-5', 'v5 MQTT-4.12.1-2'),
          },
          {
            guard: 'isAuthContinued',
            actions: 'transmitAuthContinue',
            meta: law('v5 MQTT-4.12.0-3', 'v5 MQTT-4.12.0-5'),
          },
          { guard: 'isAuthSuccess', target: 'settled' },
          { ...violated('blameAuth'), meta: law('v5 MQTT-3.15.2-1') },
        ],
        // It is under way already.
        'command.reauthenticate': ignored,
      },
    },
  },
});

const keepAlive = clientSetup.createStateConfig({
  initial: 'starting',
  states: {
    starting: {
      always: [
        {
          guard: 'hasKeepAlive',
          target: 'counting',
          meta: law('v3 MQTT-3.1.2-23', 'v5 MQTT-3.1.2-21', 'v5 MQTT-3.2.2-21'),
        },
        { target: 'off' },
      ],
    },
    off: { on: { 'packet.sent': ignored } },
    counting: {
      after: {
        // The PINGREQ itself starts the time anew.
        keepAlive: {
          actions: 'transmitPingreq',
          meta: law('v3 MQTT-3.1.2-23', 'v5 MQTT-3.1.2-20'),
        },
      },
      on: {
        'packet.sent': {
          target: 'counting',
          reenter: true,
          meta: law('v3 MQTT-3.1.2-23', 'v5 MQTT-3.1.2-20'),
        },
      },
    },
  },
});

/** A server that answers no PINGREQ is taken for gone. */
const ping = clientSetup.createStateConfig({
  initial: 'answered',
  states: {
    answered: {
      on: {
        'packet.sent': [{ guard: 'isPingreq', target: 'awaitingPingresp' }, ignored],
        // Nobody has asked, and it does no harm.
        PINGRESP: ignored,
      },
    },
    awaitingPingresp: {
      after: {
        pingrespTimeout: {
          target: '#client.releasing',
          actions: ['blamePingresp', 'abortNetwork'],
        },
      },
      on: {
        // The time runs from the first PINGREQ without an answer.
        'packet.sent': ignored,
        PINGRESP: 'answered',
      },
    },
  },
});

export const connected = clientSetup.createStateConfig({
  type: 'parallel',
  meta: neverHere('network.opened'),
  states: { traffic, authentication, keepAlive, ping },
  on: {
    'command.disconnect': [
      {
        guard: 'isExpiryRaisedFromZero',
        actions: 'refuseCommand',
        meta: law('v5 3.14.2.2.2 expiry raised from 0'),
      },
      {
        target: 'disconnecting',
        actions: ['learnDisconnect', 'transmitDisconnect'],
        meta: law(
          'v3 MQTT-3.14.4-1',
          'v3 MQTT-3.14.4-2',
          'v5 MQTT-3.14.4-1',
          'v5 MQTT-3.14.4-2',
          'v5 MQTT-3.14.2-1',
        ),
      },
    ],
    'command.stop': {
      target: 'disconnecting',
      actions: ['blameStop', 'transmitDisconnect'],
      meta: law('v3 MQTT-3.14.4-1', 'v5 MQTT-3.14.4-2'),
    },
    'command.drop': { target: 'releasing', actions: ['blameDrop', 'abortNetwork'] },
    // Connected already.
    'command.connect': ignored,
    DISCONNECT: [
      { guard: 'isVersion3', ...clientPacket },
      {
        target: 'releasing',
        actions: ['learnServerDisconnect', 'closeNetwork'],
        meta: law('v5 MQTT-4.13.2-1'),
      },
    ],
    'protocol.violated': {
      ...violated('blameViolation'),
      meta: law('v3 MQTT-4.8.0-1', 'v5 4.13.1 protocol error'),
    },
    'network.closed': { target: 'releasing', actions: 'blameNetwork' },
    'network.failed': { target: 'releasing', actions: 'blameNetwork' },
  },
});
