/** The names that the connection chart may use, with their types: guards, assignments, effects and delays. */
import { assign, setup } from 'xstate';
import { connectionAssignments as assignments } from './connection-blame.ts';
import { connectionGuards } from './connection-guards.ts';
import type { ConnectionContext, ConnectionEvent } from './connection-types.ts';
import { type ChartMeta, effect } from './law.ts';

export const connectionSetup = setup({
  types: {
    context: {} as ConnectionContext,
    events: {} as ConnectionEvent,
    input: {} as ConnectionContext,
    meta: {} as ChartMeta,
  },
  guards: connectionGuards,
  actions: {
    learnConnect: assign(assignments.learnConnect),
    learnDisconnect: assign(assignments.learnDisconnect),
    learnAuthentication: assign(assignments.learnAuthentication),
    blameRefusal: assign(assignments.blameRefusal),
    blameViolation: assign(assignments.blameViolation),
    blameNetwork: assign(assignments.blameNetwork),
    blameOperator: assign(assignments.blameOperator),
    blameConnectTimeout: assign(assignments.blameConnectTimeout),
    blameVersion: assign(assignments.blameVersion),
    blameConnectError: assign(assignments.blameConnectError),
    blameClientId: assign(assignments.blameClientId),
    blameWillTopic: assign(assignments.blameWillTopic),
    blameMethod: assign(assignments.blameMethod),
    blameAuthenticator: assign(assignments.blameAuthenticator),
    blameReauthentication: assign(assignments.blameReauthentication),
    blameAuthorizer: assign(assignments.blameAuthorizer),
    blameTakeover: assign(assignments.blameTakeover),
    blameShutdown: assign(assignments.blameShutdown),
    blameUnavailable: assign(assignments.blameUnavailable),
    blameStore: assign(assignments.blameStore),
    blameKeepAlive: assign(assignments.blameKeepAlive),
    blameHold: assign(assignments.blameHold),
    blameNoConnect: assign(assignments.blameNoConnect),
    blameSecondConnect: assign(assignments.blameSecondConnect),
    blameServerPacket: assign(assignments.blameServerPacket),
    blamePacketBeforeAuth: assign(assignments.blamePacketBeforeAuth),
    blameAuth: assign(assignments.blameAuth),
    blameAlias: assign(assignments.blameAlias),
    blameTopicName: assign(assignments.blameTopicName),
    blameTopicDepth: assign(assignments.blameTopicDepth),
    blameIdentifier: assign(assignments.blameIdentifier),
    blameReceiveMaximum: assign(assignments.blameReceiveMaximum),
    blameNoFilter: assign(assignments.blameNoFilter),
    blameFilter: assign(assignments.blameFilter),
    blameNoLocal: assign(assignments.blameNoLocal),
    blameExpiry: assign(assignments.blameExpiry),

    // Towards the network.
    closeNetwork: effect,
    abortNetwork: effect,
    transmitRefusal: effect,
    transmitConnack: effect,
    transmitDisconnect: effect,
    transmitPingresp: effect,
    transmitAuthContinue: effect,
    transmitAuthSuccess: effect,
    // Towards authenticator and authorizer.
    authenticate: effect,
    authenticateFurther: effect,
    authorizePublish: effect,
    authorizeSubscribe: effect,
    // Towards sessions and exchanges.
    claimSession: effect,
    withdrawClaim: effect,
    openSession: effect,
    releaseSession: effect,
    publish: effect,
    publishAsAuthorized: effect,
    acknowledge: effect,
    release: effect,
    subscribe: effect,
    subscribeAsAuthorized: effect,
    unsubscribe: effect,
    congest: effect,
    flow: effect,
    // The packets that came too early.
    holdPacket: effect,
    holdEnd: effect,
    processHeld: effect,
    // Telling the world.
    announceRefused: effect,
    announceClosed: effect,
  },
  delays: {
    connectTimeout: ({ context }) => context.options.connectTimeoutSeconds * 1000,
    authenticationTimeout: ({ context }) => context.options.authenticationTimeoutSeconds * 1000,
    reauthenticationTimeout: ({ context }) => context.options.authenticationTimeoutSeconds * 1000,
    authorizationTimeout: ({ context }) => context.options.authorizationTimeoutSeconds * 1000,
    // One and a half times the Keep Alive (v3 MQTT-3.1.2-24, v5 MQTT-3.1.2-22).
    keepAlive: ({ context }) => context.keepAliveSeconds * 1500,
    closeTimeout: ({ context }) => context.options.closeTimeoutSeconds * 1000,
  },
});
