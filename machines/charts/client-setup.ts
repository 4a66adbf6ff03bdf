/** The names that the client chart may use, with their types: guards, assignments, effects and delays. */
import { assign, setup } from 'xstate';
import { clientAssignments as assignments } from './client-assignments.ts';
import { clientGuards } from './client-guards.ts';
import type { ClientContext, ClientEvent } from './client-types.ts';
import { type ChartMeta, effect } from './law.ts';

export const clientSetup = setup({
  types: {
    context: {} as ClientContext,
    events: {} as ClientEvent,
    input: {} as ClientContext,
    meta: {} as ChartMeta,
  },
  guards: clientGuards,
  actions: {
    prepareConnect: assign(assignments.prepareConnect),
    learnConnack: assign(assignments.learnConnack),
    learnDisconnect: assign(assignments.learnDisconnect),
    learnServerDisconnect: assign(assignments.learnServerDisconnect),
    learnPurged: assign(assignments.learnPurged),
    countAttempt: assign(assignments.countAttempt),
    askConnect: assign(assignments.askConnect),
    forgetAsked: assign(assignments.forgetAsked),
    blameRefusal: assign(assignments.blameRefusal),
    blameSession: assign(assignments.blameSession),
    blameViolation: assign(assignments.blameViolation),
    blameNetwork: assign(assignments.blameNetwork),
    blameDisconnect: assign(assignments.blameDisconnect),
    blameStop: assign(assignments.blameStop),
    blameDrop: assign(assignments.blameDrop),
    blameOpen: assign(assignments.blameOpen),
    blameConnack: assign(assignments.blameConnack),
    blamePingresp: assign(assignments.blamePingresp),
    blameClientPacket: assign(assignments.blameClientPacket),
    blameBeforeConnack: assign(assignments.blameBeforeConnack),
    blameSecondConnack: assign(assignments.blameSecondConnack),
    blameMethod: assign(assignments.blameMethod),
    blameAuth: assign(assignments.blameAuth),
    blameAnswer: assign(assignments.blameAnswer),
    blameReceiveMaximum: assign(assignments.blameReceiveMaximum),
    blameAlias: assign(assignments.blameAlias),
    blameTopicName: assign(assignments.blameTopicName),

    // Towards the network.
    openNetwork: effect,
    closeNetwork: effect,
    abortNetwork: effect,
    forgetConnection: effect,
    transmitConnect: effect,
    transmitDisconnect: effect,
    transmitBlame: effect,
    transmitPingreq: effect,
    transmitAuthContinue: effect,
    transmitReauthenticate: effect,
    transmitRaw: effect,
    transmitHeldAcks: effect,
    // The session.
    createSession: effect,
    resumeSession: effect,
    discardSession: effect,
    endSession: effect,
    // What the program asks for, and what waits.
    enqueuePublish: effect,
    enqueueRequest: effect,
    refuseCommand: effect,
    transmitRequest: effect,
    settleRequest: effect,
    transmitQueued: effect,
    beginExchange: effect,
    refuseQueued: effect,
    // Towards the exchanges.
    receive: effect,
    acknowledge: effect,
    release: effect,
  },
  delays: {
    openTimeout: ({ context }) => context.settings.openTimeoutSeconds * 1000,
    connackTimeout: ({ context }) => context.settings.connackTimeoutSeconds * 1000,
    closeTimeout: ({ context }) => context.settings.closeTimeoutSeconds * 1000,
    pingrespTimeout: ({ context }) => context.settings.pingrespTimeoutSeconds * 1000,
    keepAlive: ({ context }) => context.keepAliveSeconds * 1000,
    backoff: ({ context }) => context.settings.backoffMs[context.attempts - 1] ?? 0,
  },
});
