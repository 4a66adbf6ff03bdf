/** The connection while it is connected: after CONNACK, before DISCONNECT or the end. Part of connection.ts. */
import { type BlameName, lawOf } from './connection-blame.ts';
import { connectionSetup } from './connection-setup.ts';
import { ignored, law, neverHere } from './law.ts';

/**
 * End the connection for a reason: DISCONNECT to those who know it, then close. The session is let go. The clauses are
 * the reason's.
 */
function end<const Blame extends BlameName>(blame: Blame) {
  return {
    target: '#connection.disconnecting' as const,
    actions: [blame, 'transmitDisconnect' as const, 'releaseSession' as const],
    meta: lawOf(blame),
  };
}

/** Waits until the authorizer has answered, so that the client's packets keep their order. */
const hold = [
  { guard: 'isHoldFull' as const, ...end('blameHold') },
  { actions: 'holdPacket' as const, meta: law('v3 MQTT-4.6.0-6', 'v5 MQTT-4.6.0-5') },
] as const;

/** What is held back counts against our Receive Maximum too. */
const holdPublish = [
  { guard: 'isReceiveMaximumExceeded' as const, ...end('blameReceiveMaximum') },
  ...hold,
] as const;

const open = connectionSetup.createStateConfig({
  meta: neverHere('authorization.answered'),
  on: {
    PUBLISH: [
      { guard: 'isTopicAliasInvalid', ...end('blameAlias') },
      { guard: 'hasNoTopic', ...end('blameNoTopic') },
      { guard: 'isTopicNameInvalid', ...end('blameTopicName') },
      { guard: 'isTopicBeyondLimits', ...end('blameTopicLimits') },
      { guard: 'hasSubscriptionIdentifier', ...end('blameIdentifier') },
      { guard: 'isReceiveMaximumExceeded', ...end('blameReceiveMaximum') },
      {
        guard: 'isTopicReserved',
        actions: ['learnTopicAlias', 'publishDenied'],
        meta: law('v3 MQTT-3.3.5-2'),
      },
      {
        guard: 'needsAuthorization',
        target: 'authorizing.publish',
        actions: ['learnTopicAlias', 'authorizePublish'],
        meta: law('v3 MQTT-3.3.5-2'),
      },
      {
        actions: ['learnTopicAlias', 'publish'],
        meta: law('v3 MQTT-3.3.4-1', 'v5 MQTT-3.3.4-1', 'v5 MQTT-3.3.2-12'),
      },
    ],
    SUBSCRIBE: [
      { guard: 'isNothingSubscribed', ...end('blameNothingSubscribed') },
      { guard: 'isFilterInvalid', ...end('blameFilter') },
      { guard: 'isNoLocalShared', ...end('blameNoLocal') },
      { guard: 'isSharedUnavailable', ...end('blameShared') },
      { guard: 'isAnswerTooLarge', ...end('blameAnswerTooLarge') },
      {
        guard: 'needsAuthorization',
        target: 'authorizing.subscribe',
        actions: 'authorizeSubscribe',
        meta: law('v3 MQTT-3.8.4-5', 'v5 MQTT-3.8.4-7'),
      },
      {
        actions: 'subscribe',
        meta: law('v3 MQTT-3.8.4-1', 'v3 MQTT-3.8.4-4', 'v5 MQTT-3.8.4-1', 'v5 MQTT-3.8.4-5'),
      },
    ],
    UNSUBSCRIBE: [
      { guard: 'isNothingUnsubscribed', ...end('blameNothingUnsubscribed') },
      { guard: 'isFilterToRemoveInvalid', ...end('blameFilterToRemove') },
      { guard: 'isAnswerTooLarge', ...end('blameAnswerTooLarge') },
      {
        actions: 'unsubscribe',
        meta: law('v3 MQTT-3.10.4-4', 'v3 MQTT-3.10.4-6', 'v5 MQTT-3.10.4-4', 'v5 MQTT-3.10.4-6'),
      },
    ],
    DISCONNECT: [
      { guard: 'isExpiryRaisedFromZero', ...end('blameExpiry') },
      {
        target: '#connection.disconnecting',
        actions: ['learnDisconnect', 'releaseSession'],
        meta: law('v3 MQTT-3.14.4-1', 'v5 MQTT-3.14.4-2', 'v5 3.14.2.2.2 expiry changed'),
      },
    ],
  },
});

const authorizing = connectionSetup.createStateConfig({
  initial: 'publish',
  after: { authorizationTimeout: end('blameAuthorizer') },
  states: {
    publish: {
      on: {
        'authorization.answered': {
          target: '#connection.connected.traffic.open',
          actions: ['publishAsAuthorized', 'processHeld'],
          meta: law('v3 MQTT-3.3.5-2', 'v5 MQTT-3.3.4-1'),
        },
      },
    },
    subscribe: {
      on: {
        'authorization.answered': {
          target: '#connection.connected.traffic.open',
          actions: ['subscribeAsAuthorized', 'processHeld'],
          meta: law('v3 MQTT-3.8.4-5', 'v5 MQTT-3.8.4-7'),
        },
      },
    },
  },
  on: { PUBLISH: holdPublish, SUBSCRIBE: hold, UNSUBSCRIBE: hold, DISCONNECT: hold },
});

const traffic = connectionSetup.createStateConfig({
  initial: 'open',
  states: { open, authorizing },
  on: {
    PUBACK: { actions: 'acknowledge', meta: law('v3 MQTT-4.3.2-1', 'v5 MQTT-4.3.2-3') },
    PUBREC: { actions: 'acknowledge', meta: law('v3 MQTT-4.3.3-1', 'v5 MQTT-4.3.3-3') },
    PUBCOMP: { actions: 'acknowledge', meta: law('v3 MQTT-4.3.3-1', 'v5 MQTT-4.3.3-5') },
    PUBREL: { actions: 'release', meta: law('v3 MQTT-4.3.3-2', 'v5 MQTT-4.3.3-11') },
    PINGREQ: {
      actions: 'transmitPingresp',
      meta: law('v3 MQTT-3.12.4-1', 'v5 MQTT-3.12.4-1'),
    },
    CONNECT: end('blameSecondConnect'),
    CONNACK: end('blameServerPacket'),
    SUBACK: end('blameServerPacket'),
    UNSUBACK: end('blameServerPacket'),
    PINGRESP: end('blameServerPacket'),
  },
});

/** Re-authentication (5.0 section 4.12.1): everything else goes on meanwhile. */
const authentication = connectionSetup.createStateConfig({
  initial: 'settled',
  states: {
    settled: {
      on: {
        AUTH: [
          { guard: 'isAuthUnexpected', ...end('blameAuthAgain') },
          { guard: 'isAuthNoReauthentication', ...end('blameAuthAgain') },
          {
            target: 'reauthenticating',
            actions: 'authenticateFurther',
            meta: law('v5 MQTT-4.12.1-1'),
          },
        ],
        // Too late: the answer was given up on, and the connection with it.
        'authentication.accepted': ignored,
        'authentication.continued': ignored,
        'authentication.refused': ignored,
      },
    },
    reauthenticating: {
      initial: 'asking',
      after: {
        reauthenticationTimeout: end('blameReauthentication'),
      },
      states: {
        asking: {
          on: {
            AUTH: end('blameAuth'),
            'authentication.accepted': [
              { guard: 'isAnswerTooLarge', ...end('blameAnswerTooLarge') },
              {
                target: '#connection.connected.authentication.settled',
                actions: ['learnAuthentication', 'transmitAuthSuccess'],
                meta: law('v5 MQTT-4.12.0-5'),
              },
            ],
            'authentication.continued': [
              { guard: 'isAnswerTooLarge', ...end('blameAnswerTooLarge') },
              {
                target: 'awaitingAuth',
                actions: 'transmitAuthContinue',
                meta: law('v5 MQTT-4.12.0-2'),
              },
            ],
            'authentication.refused': end('blameReauthenticationRefusal'),
          },
        },
        awaitingAuth: {
          meta: neverHere(
            'authentication.accepted',
            'authentication.continued',
            'authentication.refused',
          ),
          on: {
            AUTH: [
              { guard: 'isAuthNoContinuation', ...end('blameAuthContinuation') },
              { target: 'asking', actions: 'authenticateFurther', meta: law('v5 MQTT-4.12.0-3') },
            ],
          },
        },
      },
    },
  },
});

const outflow = connectionSetup.createStateConfig({
  initial: 'writable',
  states: {
    writable: {
      on: {
        'network.congested': { target: 'congested', actions: 'congest' },
        'network.writable': ignored,
      },
    },
    congested: {
      on: {
        'network.writable': { target: 'writable', actions: 'flow' },
        'network.congested': ignored,
      },
    },
  },
});

/** Any packet is a sign of life and starts the time anew. */
const alive = {
  target: 'listening' as const,
  reenter: true,
  meta: law('v3 MQTT-3.1.2-24', 'v5 MQTT-3.1.2-22'),
};

const keepAlive = connectionSetup.createStateConfig({
  initial: 'starting',
  states: {
    starting: {
      always: [
        {
          guard: 'hasKeepAlive',
          target: 'listening',
          meta: law('v3 MQTT-3.1.2-24', 'v5 MQTT-3.1.2-22', 'v5 MQTT-3.2.2-22'),
        },
        { target: 'off' },
      ],
    },
    off: {},
    listening: {
      after: {
        keepAlive: end('blameKeepAlive'),
      },
      on: {
        PUBLISH: alive,
        PUBACK: alive,
        PUBREC: alive,
        PUBREL: alive,
        PUBCOMP: alive,
        SUBSCRIBE: alive,
        UNSUBSCRIBE: alive,
        PINGREQ: alive,
        AUTH: alive,
      },
    },
  },
});

export const connected = connectionSetup.createStateConfig({
  type: 'parallel',
  entry: ['transmitConnack', 'openSession', 'processHeld'],
  meta: neverHere('session.granted'),
  states: { traffic, authentication, outflow, keepAlive },
  on: {
    'session.takenOver': end('blameTakeover'),
    'operator.kicked': end('blameOperator'),
    'broker.closing': end('blameShutdown'),
    'store.failed': end('blameStore'),
    malformed: {
      ...end('blameViolation'),
      meta: lawOf('blameViolation', 'v5 4.13.1 malformed packet'),
    },
    'protocol.violated': {
      ...end('blameViolation'),
      meta: lawOf('blameViolation', 'v5 4.13.1 protocol error'),
    },
    'network.closed': [
      // What the client has sent is processed first: there may be a DISCONNECT among it.
      {
        guard: 'isAuthorizing',
        actions: 'holdEnd',
        meta: law('v3 MQTT-3.14.4-3', 'v5 MQTT-3.14.4-3'),
      },
      {
        target: 'closed',
        actions: ['blameNetwork', 'releaseSession'],
        meta: law('v3 MQTT-3.1.2-8', 'v5 MQTT-3.1.2-8'),
      },
    ],
  },
});
