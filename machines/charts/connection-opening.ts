/** The connection before it is connected: from the first byte to CONNACK. Part of connection.ts. */
import { connectionSetup } from './connection-setup.ts';
import { ignored, law, neverHere } from './law.ts';

/** A refused CONNECT gets a CONNACK where its version has a code for the reason, and is closed in any case. */
function refuse<const Action extends string>(...actions: Action[]) {
  return {
    target: '#connection.disconnecting' as const,
    actions: [...actions, 'transmitRefusal' as const, 'announceRefused' as const],
  };
}

/** Closed without CONNACK: there is nothing that could be answered to. */
function drop<const Action extends string>(...actions: Action[]) {
  return {
    target: '#connection.disconnecting' as const,
    actions: [...actions, 'announceRefused' as const],
  };
}

const beforeConnect = {
  ...drop('blameNoConnect'),
  meta: law('v3 MQTT-3.1.0-1', 'v5 MQTT-3.1.0-1'),
};

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
    connectTimeout: {
      ...drop('blameConnectTimeout'),
      meta: law('v3 3.1.4 connect timeout', 'v5 3.1.4 connect timeout'),
    },
  },
  on: {
    CONNECT: [
      {
        guard: 'isVersionUnsupported',
        ...refuse('learnConnect', 'blameVersion'),
        meta: law('v3 MQTT-3.1.2-2', 'v5 MQTT-3.1.2-2', 'v3.1 protocol name'),
      },
      // Before anything is done for it that costs.
      { guard: 'isOverloaded', ...refuse('learnConnect', 'blameOverload') },
      {
        guard: 'isConnectErroneous',
        ...refuse('learnConnect', 'blameConnectError'),
        meta: law(
          'v3 MQTT-3.1.4-1',
          'v3 MQTT-3.1.2-22',
          'v5 MQTT-3.1.4-1',
          'v5 3.1.2.11.3 receive maximum 0',
          'v5 3.1.2.11.4 maximum packet size 0',
          'v5 3.1.2.11.10 data without method',
        ),
      },
      {
        guard: 'isClientIdRefused',
        ...refuse('learnConnect', 'blameClientId'),
        meta: law(
          'v3 MQTT-3.1.3-8',
          'v3 MQTT-3.1.3-9',
          'v5 MQTT-3.1.3-8',
          'v3.1 client identifier length',
        ),
      },
      {
        guard: 'isWillTopicInvalid',
        ...refuse('learnConnect', 'blameWillTopic'),
        meta: law('v3 MQTT-4.7.1-1', 'v5 MQTT-4.7.0-1', 'v5 MQTT-3.3.2-14'),
      },
      {
        guard: 'isWillTopicReserved',
        ...refuse('learnConnect', 'blameWillReserved'),
        meta: law('v5 MQTT-3.1.4-2'),
      },
      {
        guard: 'isWillPayloadInvalid',
        ...refuse('learnConnect', 'blameWillPayload'),
        meta: law('v5 3.1.3.2.3 will payload format'),
      },
      {
        guard: 'isAuthenticationMethodUnsupported',
        ...refuse('learnConnect', 'blameMethod'),
        meta: law('v5 MQTT-4.12.0-1'),
      },
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
        meta: law('v3 MQTT-3.1.3-5', 'v5 MQTT-3.1.3-5'),
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
const secondConnect = {
  ...refuse('blameSecondConnect'),
  meta: law('v3 MQTT-3.1.0-2', 'v5 MQTT-3.1.0-2'),
};
const serverPacket = {
  ...refuse('blameServerPacket'),
  meta: law('v3 MQTT-4.8.0-1', 'v5 4.13.1 protocol error'),
};
/** Under enhanced authentication a client may send AUTH and DISCONNECT only. */
const onlyAuth = { ...refuse('blamePacketBeforeAuth'), meta: law('v5 MQTT-3.1.2-30') };
const misplacedAuth = { ...refuse('blameAuth'), meta: law('v5 MQTT-4.12.0-7', 'v5 MQTT-4.12.0-5') };

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
  DISCONNECT: { ...drop('learnDisconnect'), meta: law('v5 MQTT-3.1.2-30') },
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
  'authentication.accepted': {
    target: '#connection.awaitingSession' as const,
    actions: 'learnAuthentication' as const,
  },
  'authentication.refused': {
    ...refuse('blameRefusal'),
    meta: law('v5 MQTT-3.1.4-2', 'v5 MQTT-4.12.0-4'),
  },
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
        'authentication.continued': {
          target: 'awaitingAuth',
          actions: 'transmitAuthContinue',
          meta: law('v5 MQTT-4.12.0-2'),
        },
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
          {
            guard: 'isAuthNoContinuation',
            ...refuse('blameAuth'),
            meta: law(
              'v5 MQTT-4.12.0-3',
              'v5 MQTT-4.12.0-5',
              'v5 3.15.2.2.2 no authentication method',
            ),
          },
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
    malformed: { ...refuse('blameViolation'), meta: law('v5 4.13.1 malformed packet') },
    'network.closed': { target: 'closed', actions: ['blameNetwork', 'announceRefused'] },
    'network.congested': ignored,
    'network.writable': ignored,
    'broker.closing': refuse('blameUnavailable'),
  },
});

const holdClaiming = [
  { guard: 'isHoldFull' as const, ...refuse('withdrawClaim', 'blameHold') },
  hold[1],
] as const;

const serverPacketClaiming = {
  ...refuse('withdrawClaim', 'blameServerPacket'),
  meta: law('v3 MQTT-4.8.0-1', 'v5 4.13.1 protocol error'),
};

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
      meta: law('v3 MQTT-3.1.4-2', 'v5 MQTT-3.1.4-3', 'v5 MQTT-3.14.0-1'),
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
    AUTH: { ...refuse('withdrawClaim', 'blameAuth'), meta: law('v5 MQTT-4.12.0-7') },
    CONNECT: {
      ...refuse('withdrawClaim', 'blameSecondConnect'),
      meta: law('v3 MQTT-3.1.0-2', 'v5 MQTT-3.1.0-2'),
    },
    CONNACK: serverPacketClaiming,
    SUBACK: serverPacketClaiming,
    UNSUBACK: serverPacketClaiming,
    PINGRESP: serverPacketClaiming,
    malformed: {
      ...refuse('withdrawClaim', 'blameViolation'),
      meta: law('v5 4.13.1 malformed packet'),
    },
    'network.closed': {
      target: 'closed',
      actions: ['withdrawClaim', 'blameNetwork', 'announceRefused'],
    },
    'network.congested': ignored,
    'network.writable': ignored,
    'broker.closing': refuse('withdrawClaim', 'blameUnavailable'),
    // The authenticator has said all that counts.
    'authentication.accepted': ignored,
    'authentication.continued': ignored,
    'authentication.refused': ignored,
  },
});
