/** The connection before it is connected: from the first byte to CONNACK. Part of connection.ts. */
import { type BlameName, lawOf } from './connection-blame.ts';
import { connectionSetup } from './connection-setup.ts';
import { ignored, law, neverHere } from './law.ts';

type Before = 'learnConnect' | 'withdrawClaim';

/**
 * A refused CONNECT gets a CONNACK where its version has a code for the reason, and is closed in any case. The clauses
 * are the reason's; `before` is done first.
 */
function refuse<const Blame extends BlameName>(blame: Blame, ...before: Before[]) {
  return {
    target: '#connection.disconnecting' as const,
    actions: [...before, blame, 'transmitRefusal' as const, 'announceRefused' as const],
    meta: lawOf(blame),
  };
}

/** Closed without CONNACK: there is nothing that could be answered to, or no room for an answer. */
function drop<const Blame extends BlameName>(blame: Blame, ...before: Before[]) {
  return {
    target: '#connection.disconnecting' as const,
    actions: [...before, blame, 'announceRefused' as const],
    meta: lawOf(blame),
  };
}

const beforeConnect = drop('blameNoConnect');

export const awaitingConnect = connectionSetup.createStateConfig({
  meta: neverHere(
    'authentication.accepted',
    'authentication.continued',
    'authentication.refused',
    'authorization.answered',
    'session.granted',
    'session.takenOver',
    'operator.kicked',
    'protocol.violated',
    'store.failed',
  ),
  after: {
    connectTimeout: drop('blameConnectTimeout'),
  },
  on: {
    CONNECT: [
      { guard: 'isVersionUnsupported', ...refuse('blameVersion', 'learnConnect') },
      // Before anything is done for it that costs.
      { guard: 'isOverloaded', ...refuse('blameOverload', 'learnConnect') },
      { guard: 'isConnectErroneous', ...refuse('blameConnectError', 'learnConnect') },
      { guard: 'isClientIdRefused', ...refuse('blameClientId', 'learnConnect') },
      { guard: 'isWillTopicInvalid', ...refuse('blameWillTopic', 'learnConnect') },
      { guard: 'isWillTopicReserved', ...refuse('blameWillReserved', 'learnConnect') },
      { guard: 'isWillPayloadInvalid', ...refuse('blameWillPayload', 'learnConnect') },
      { guard: 'isAuthenticationMethodUnsupported', ...refuse('blameMethod', 'learnConnect') },
      // Without the data that an authenticator may add: it is not asked in vain.
      { guard: 'isAnswerTooLarge', ...drop('blameAnswerTooLarge', 'learnConnect') },
      {
        guard: 'hasAuthenticationMethod',
        target: 'authenticating.asking',
        actions: ['learnConnect', 'authenticate'],
        meta: law('v5 MQTT-4.12.0-5'),
      },
      {
        guard: 'needsAuthentication',
        target: 'authenticating.basic',
        actions: ['learnConnect', 'authenticate'],
        meta: law('v5 MQTT-3.1.4-2'),
      },
      {
        target: 'awaitingSession',
        actions: 'learnConnect',
        meta: law(
          'v3 MQTT-3.1.3-2',
          'v3 MQTT-3.1.3-5',
          'v3 MQTT-3.1.4-1',
          'v3 MQTT-3.1.4-3',
          'v5 MQTT-3.1.3-2',
          'v5 MQTT-3.1.3-5',
          'v5 MQTT-3.1.4-1',
          'v5 MQTT-3.1.4-4',
        ),
      },
    ],
    CONNACK: beforeConnect,
    PUBLISH: beforeConnect,
    PUBACK: beforeConnect,
    PUBREC: beforeConnect,
    PUBREL: beforeConnect,
    PUBCOMP: beforeConnect,
    SUBSCRIBE: beforeConnect,
    SUBACK: beforeConnect,
    UNSUBSCRIBE: beforeConnect,
    UNSUBACK: beforeConnect,
    PINGREQ: beforeConnect,
    PINGRESP: beforeConnect,
    DISCONNECT: beforeConnect,
    AUTH: beforeConnect,
    malformed: {
      ...drop('blameViolation'),
      meta: law('v3 MQTT-3.1.4-1', 'v5 MQTT-3.1.4-1', 'v5 MQTT-3.14.0-1'),
    },
    'network.closed': { target: 'closed', actions: 'blameNetwork' },
    // Nothing is transmitted yet that could be held up.
    'network.congested': ignored,
    'network.writable': ignored,
    'broker.closing': drop('blameUnavailable'),
  },
});

/** What comes between CONNECT and CONNACK waits, within a limit (v3 and v5 section 3.1.4). */
const hold = [
  { guard: 'isHoldFull' as const, ...refuse('blameHold') },
  { actions: 'holdPacket' as const, meta: law('v3 MQTT-3.1.4-5', 'v5 MQTT-3.1.4-6') },
] as const;
const secondConnect = refuse('blameSecondConnect');
const serverPacket = refuse('blameServerPacket');
/** Under enhanced authentication a client may send AUTH and DISCONNECT only. */
const onlyAuth = refuse('blamePacketBeforeAuth');
const misplacedAuth = refuse('blameAuth');

/** Packets of a client that waits for CONNACK under enhanced authentication. */
const enhanced = {
  PUBLISH: onlyAuth,
  PUBACK: onlyAuth,
  PUBREC: onlyAuth,
  PUBREL: onlyAuth,
  PUBCOMP: onlyAuth,
  SUBSCRIBE: onlyAuth,
  UNSUBSCRIBE: onlyAuth,
  PINGREQ: onlyAuth,
  DISCONNECT: {
    target: '#connection.disconnecting' as const,
    actions: ['learnDisconnect', 'announceRefused'] as const,
    meta: law('v5 MQTT-3.1.2-30'),
  },
};

/** Packets of a client that waits for CONNACK otherwise. */
const held = {
  PUBLISH: hold,
  PUBACK: hold,
  PUBREC: hold,
  PUBREL: hold,
  PUBCOMP: hold,
  SUBSCRIBE: hold,
  UNSUBSCRIBE: hold,
  PINGREQ: hold,
  DISCONNECT: hold,
};

/** The authenticator's last word, where it has the word. */
const verdict = {
  'authentication.accepted': [
    { guard: 'isAnswerTooLarge' as const, ...drop('blameAnswerTooLarge') },
    {
      target: '#connection.awaitingSession' as const,
      actions: 'learnAuthentication' as const,
      meta: law('v3 MQTT-3.1.4-3', 'v5 MQTT-3.1.4-2', 'v5 MQTT-3.1.4-4'),
    },
  ] as const,
  'authentication.refused': refuse('blameRefusal'),
};

export const authenticating = connectionSetup.createStateConfig({
  meta: neverHere(
    'authorization.answered',
    'session.granted',
    'session.takenOver',
    'operator.kicked',
    'protocol.violated',
    'store.failed',
  ),
  initial: 'basic',
  after: { authenticationTimeout: refuse('blameAuthenticator') },
  states: {
    /** User name and password are with the authenticator. */
    basic: {
      on: {
        ...held,
        ...verdict,
        AUTH: misplacedAuth,
        'authentication.continued': refuse('blameRefusal'),
      },
    },
    /** Enhanced authentication: it is the authenticator's turn. */
    asking: {
      on: {
        ...enhanced,
        ...verdict,
        AUTH: misplacedAuth,
        'authentication.continued': [
          { guard: 'isAnswerTooLarge', ...drop('blameAnswerTooLarge') },
          {
            target: 'awaitingAuth',
            actions: 'transmitAuthContinue',
            meta: law('v5 MQTT-4.12.0-2'),
          },
        ],
      },
    },
    /** Enhanced authentication: it is the client's turn. */
    awaitingAuth: {
      meta: neverHere(
        'authentication.accepted',
        'authentication.continued',
        'authentication.refused',
      ),
      on: {
        ...enhanced,
        AUTH: [
          { guard: 'isAuthNoContinuation', ...refuse('blameAuthContinuation') },
          { target: 'asking', actions: 'authenticateFurther', meta: law('v5 MQTT-4.12.0-3') },
        ],
      },
    },
  },
  on: {
    CONNECT: secondConnect,
    CONNACK: serverPacket,
    SUBACK: serverPacket,
    UNSUBACK: serverPacket,
    PINGRESP: serverPacket,
    malformed: {
      ...refuse('blameViolation'),
      meta: lawOf('blameViolation', 'v5 4.13.1 malformed packet'),
    },
    'network.closed': { target: 'closed', actions: ['blameNetwork', 'announceRefused'] },
    'network.congested': ignored,
    'network.writable': ignored,
    'broker.closing': refuse('blameUnavailable'),
  },
});

const holdClaiming = [
  { guard: 'isHoldFull' as const, ...refuse('blameHold', 'withdrawClaim') },
  hold[1],
] as const;

const serverPacketClaiming = refuse('blameServerPacket', 'withdrawClaim');

export const awaitingSession = connectionSetup.createStateConfig({
  entry: 'claimSession',
  meta: neverHere('authorization.answered', 'operator.kicked', 'protocol.violated', 'store.failed'),
  on: {
    'session.granted': {
      target: 'connected',
      meta: law('v3 MQTT-3.1.4-4', 'v3 MQTT-3.2.0-1', 'v5 MQTT-3.1.4-5', 'v5 MQTT-3.2.0-1'),
    },
    // A newer CONNECT with the same Client Identifier. DISCONNECT may not stand before CONNACK, so none is sent.
    'session.takenOver': {
      ...drop('blameTakeover'),
      meta: lawOf('blameTakeover', 'v5 MQTT-3.14.0-1'),
    },
    PUBLISH: holdClaiming,
    PUBACK: holdClaiming,
    PUBREC: holdClaiming,
    PUBREL: holdClaiming,
    PUBCOMP: holdClaiming,
    SUBSCRIBE: holdClaiming,
    UNSUBSCRIBE: holdClaiming,
    PINGREQ: holdClaiming,
    DISCONNECT: holdClaiming,
    AUTH: refuse('blameAuth', 'withdrawClaim'),
    CONNECT: refuse('blameSecondConnect', 'withdrawClaim'),
    CONNACK: serverPacketClaiming,
    SUBACK: serverPacketClaiming,
    UNSUBACK: serverPacketClaiming,
    PINGRESP: serverPacketClaiming,
    malformed: {
      ...refuse('blameViolation', 'withdrawClaim'),
      meta: lawOf('blameViolation', 'v5 4.13.1 malformed packet'),
    },
    'network.closed': {
      target: 'closed',
      actions: ['withdrawClaim', 'blameNetwork', 'announceRefused'],
    },
    'network.congested': ignored,
    'network.writable': ignored,
    'broker.closing': refuse('blameUnavailable', 'withdrawClaim'),
    // The authenticator has said all that counts.
    'authentication.accepted': ignored,
    'authentication.continued': ignored,
    'authentication.refused': ignored,
  },
});
