/**
 * Why a connection ends: who is to blame, with which Reason Code, and by which statements of the standard.
 *
 * The chart names a row by its key, which is the name of the assignment. Its transitions take their clauses from the
 * same row (`lawOf`), and so do events, log and traces: there is one list. What exactly was wrong with a packet is told
 * by connection-faults.ts, and may narrow the row's clauses to those that were broken.
 */
import type { Clause } from '../clauses/index.ts';
import type { DisconnectCause } from '../lifecycle.ts';
import { connackReturnCode, ReasonCode } from '../reason-codes.ts';
import * as faults from './connection-faults.ts';
import type {
  AuthenticationAnswered,
  Blame,
  ConnectEvent,
  ConnectionContext,
  ConnectionEvent,
  NetworkClosed,
  Violation,
} from './connection-types.ts';
import { type ChartMeta, law } from './law.ts';
import {
  type Fault,
  SHARED_FILTER_CLAUSES,
  TOPIC_FILTER_CLAUSES,
  TOPIC_NAME_CLAUSES,
} from './topic-faults.ts';

interface Args {
  readonly context: ConnectionContext;
  readonly event: ConnectionEvent;
}

type Assignment = (args: Args) => Partial<ConnectionContext>;

interface Row {
  readonly assignment: Assignment;
  readonly clauses: readonly Clause[];
}

/** What was wrong: words, which may be empty, or a function of what the client sent. */
type Told = string | ((args: Args) => Fault);

function blame(cause: DisconnectCause, reasonCode: number, told: Told, clauses: Clause[]): Row {
  if (typeof told === 'string') {
    const fixed = { blame: { cause, reasonCode, detail: told, clauses } };
    return { clauses, assignment: () => fixed };
  }
  return {
    clauses,
    assignment: (args) => ({ blame: { cause, reasonCode, clauses, ...told(args) } }),
  };
}

function refusal(reasonCode: number, told: Told, ...clauses: Clause[]): Row {
  return blame('connectRefused', reasonCode, told, clauses);
}

function violation(reasonCode: number, told: Told, ...clauses: Clause[]): Row {
  return blame('protocolViolation', reasonCode, told, clauses);
}

/** A limit of ours, of which the standard knows nothing. */
function quota(told: Told): Row {
  return blame('quotaExceeded', ReasonCode.quotaExceeded, told, []);
}

/** CONNECT is refused by the authenticator. */
function connectRefused(args: Args): Partial<ConnectionContext> {
  const blame = authenticatorBlame(args, blames.blameRefusal.clauses);
  const hasReturnCode = connackReturnCode(blame.reasonCode) !== undefined;
  const besides: Clause[] = [hasReturnCode ? 'v3 MQTT-3.2.2-6' : 'v3 MQTT-3.2.2-5'];
  if (args.context.authenticationMethod === undefined) besides.push('v5 MQTT-4.12.0-4');
  const clauses = blame.clauses.filter((id) => !besides.includes(id));
  return { blame: { ...blame, clauses } };
}

function reauthenticationRefused(args: Args): Partial<ConnectionContext> {
  return { blame: authenticatorBlame(args, blames.blameReauthenticationRefusal.clauses) };
}

/** What the authenticator has said is told as it is. */
function authenticatorBlame({ event }: Args, clauses: readonly Clause[]): Blame {
  const { outcome } = event as AuthenticationAnswered;
  const cause = 'authenticationFailed' as const;
  const detail = 'authenticator refused';
  if (outcome.kind !== 'refused') {
    return { cause, reasonCode: ReasonCode.notAuthorized, detail, clauses };
  }
  const { reasonCode, reasonString, serverReference } = outcome;
  const elsewhere = serverReference !== undefined && { serverReference };
  return { cause, reasonCode, detail: reasonString || detail, clauses, ...elsewhere };
}

/** Found out elsewhere: by the decoder, or by an exchange. */
function violated({ event }: Args): Partial<ConnectionContext> {
  const { reasonCode, detail, clauses = blames.blameViolation.clauses } = event as Violation;
  return { blame: { cause: 'protocolViolation', reasonCode, detail, clauses } };
}

function overloaded(args: Args): Partial<ConnectionContext> {
  const { overload } = args.event as ConnectEvent;
  const { quotaExceeded, connectionRateExceeded } = ReasonCode;
  const reasonCode = overload === 'connectsPerSecond' ? connectionRateExceeded : quotaExceeded;
  const { detail } = faults.overloadFault(args);
  return { blame: { cause: 'quotaExceeded', reasonCode, detail, clauses: [] } };
}

function networkEnded({ event }: Args): Partial<ConnectionContext> {
  const { error } = event as NetworkClosed;
  const cause = error === '' ? 'networkClosed' : 'networkFailed';
  return { blame: { cause, reasonCode: 0, detail: error, clauses: [] } };
}

function operatorEnded({ event }: Args): Partial<ConnectionContext> {
  type Kicked = Extract<ConnectionEvent, { type: 'operator.kicked' }>;
  const { reasonCode, serverReference } = event as Kicked;
  const elsewhere = serverReference !== undefined && { serverReference };
  const cause = 'administrativeAction' as const;
  return { blame: { cause, reasonCode, detail: '', clauses: [], ...elsewhere } };
}

const { protocolError } = ReasonCode;

// biome-ignore format: a data table, the clauses on lines of their own
const blames = {
  // CONNECT
  blameVersion: refusal(ReasonCode.unsupportedProtocolVersion, faults.versionFault,
    'v3 MQTT-3.1.2-2', 'v5 MQTT-3.1.2-2', 'v3.1 protocol name'),
  blameOverload: { assignment: overloaded, clauses: [] },
  blameConnectError: refusal(protocolError, faults.connectFieldsFault,
    'v3 MQTT-3.1.4-1', 'v3 MQTT-3.1.2-22', 'v5 MQTT-3.1.4-1', 'v5 3.1.2.11.3 receive maximum 0',
    'v5 3.1.2.11.4 maximum packet size 0', 'v5 3.1.2.11.10 data without method'),
  blameClientId: refusal(ReasonCode.clientIdentifierNotValid, faults.refusedClientIdFault,
    'v3 MQTT-3.1.3-8', 'v3 MQTT-3.1.3-9', 'v5 MQTT-3.1.3-8', 'v3.1 client identifier length'),
  blameWillTopic: refusal(ReasonCode.topicNameInvalid, faults.willTopicFault, ...TOPIC_NAME_CLAUSES),
  blameWillReserved: refusal(ReasonCode.notAuthorized, faults.willReservedFault,
    'v3 MQTT-3.2.2-5', 'v5 MQTT-3.1.4-2'),
  blameWillPayload: refusal(ReasonCode.payloadFormatInvalid,
    'Will Payload is not UTF-8, and Payload Format Indicator is 1',
    'v5 3.1.3.2.3 will payload format'),
  blameMethod: refusal(ReasonCode.badAuthenticationMethod, faults.methodFault, 'v5 MQTT-4.12.0-1'),
  blameConnectTimeout: blame('connectTimeout', 0, 'no CONNECT in time',
    ['v3 3.1.4 connect timeout', 'v5 3.1.4 connect timeout']),

  // Authenticator and authorizer
  blameRefusal: { assignment: connectRefused,
    clauses: ['v3 MQTT-3.2.2-5', 'v3 MQTT-3.2.2-6', 'v5 MQTT-3.1.4-2', 'v5 MQTT-4.12.0-4'] },
  blameReauthenticationRefusal: { assignment: reauthenticationRefused, clauses: ['v5 MQTT-4.12.1-2'] },
  blameAuthenticator: blame('authenticationTimeout', ReasonCode.serverUnavailable,
    'authentication took too long', []),
  blameReauthentication: blame('authenticationTimeout', ReasonCode.notAuthorized,
    're-authentication took too long', ['v5 MQTT-4.12.1-2']),
  blameAuthorizer: blame('authorizationTimeout', ReasonCode.unspecifiedError,
    'authorizer did not answer', []),

  // What nobody has violated
  blameAnswerTooLarge: blame('answerTooLarge', ReasonCode.packetTooLarge, faults.answerTooLargeFault,
    ['v5 MQTT-3.1.2-24']),
  blameNetwork: { assignment: networkEnded, clauses: [] },
  blameOperator: { assignment: operatorEnded, clauses: [] },
  blameTakeover: blame('sessionTakenOver', ReasonCode.sessionTakenOver, '',
    ['v3 MQTT-3.1.4-2', 'v5 MQTT-3.1.4-3']),
  blameShutdown: blame('serverShuttingDown', ReasonCode.serverShuttingDown, '', []),
  blameUnavailable: blame('serverShuttingDown', ReasonCode.serverUnavailable, '', []),
  blameStore: blame('storeFailed', ReasonCode.unspecifiedError, 'the store failed',
    ['v3 MQTT-4.8.0-2', 'v5 MQTT-4.13.2-1']),
  blameKeepAlive: blame('keepAliveTimeout', ReasonCode.keepAliveTimeout, '',
    ['v3 MQTT-3.1.2-24', 'v5 MQTT-3.1.2-22', 'v5 3.1.2.10 keep alive timeout']),

  // Packets out of place
  blameHold: quota(faults.holdFault),
  blameNoConnect: violation(protocolError, faults.beforeConnectFault,
    'v3 MQTT-3.1.0-1', 'v5 MQTT-3.1.0-1'),
  blameSecondConnect: violation(protocolError, 'a second CONNECT',
    'v3 MQTT-3.1.0-2', 'v5 MQTT-3.1.0-2'),
  blameServerPacket: violation(protocolError, faults.serverPacketFault,
    'v3 MQTT-4.8.0-1', 'v5 4.13.1 protocol error'),
  blamePacketBeforeAuth: violation(protocolError, faults.beforeAuthFault, 'v5 MQTT-3.1.2-30'),
  blameAuth: violation(protocolError, faults.authUnaskedFault,
    'v5 MQTT-4.12.0-7', 'v5 4.13.1 protocol error'),
  blameAuthContinuation: violation(protocolError, faults.authContinuationFault,
    'v5 MQTT-4.12.0-3', 'v5 MQTT-4.12.0-5', 'v5 3.15.2.2.2 no authentication method'),
  blameAuthAgain: violation(protocolError, faults.reauthenticationFault,
    'v5 MQTT-4.12.0-5', 'v5 MQTT-4.12.0-7', 'v5 MQTT-4.12.1-1',
    'v5 3.15.2.2.2 no authentication method'),
  blameViolation: { assignment: violated, clauses: ['v3 MQTT-4.8.0-1', 'v5 MQTT-4.13.1-1'] },

  // PUBLISH
  blameAlias: violation(ReasonCode.topicAliasInvalid, faults.aliasFault,
    'v5 MQTT-3.2.2-17', 'v5 MQTT-3.2.2-18', 'v5 MQTT-3.3.2-8', 'v5 MQTT-3.3.2-9',
    'v5 3.3.2.3.4 alias 0'),
  blameNoTopic: violation(protocolError, faults.noTopicFault,
    'v3 MQTT-4.7.3-1', 'v5 MQTT-4.7.3-1', 'v5 3.3.2.1 no topic', 'v5 3.3.4 unknown alias'),
  blameTopicName: violation(ReasonCode.topicNameInvalid, faults.topicNameFault, ...TOPIC_NAME_CLAUSES),
  blameTopicLimits: quota(faults.topicLimitsFault),
  blameIdentifier: violation(protocolError, faults.subscriptionIdentifierFault,
    'v5 MQTT-3.3.4-6', 'v5 3.3.2.3.8 subscription identifier 0'),
  blameReceiveMaximum: violation(ReasonCode.receiveMaximumExceeded, faults.receiveMaximumFault,
    'v5 MQTT-3.3.4-7', 'v5 4.9 receive maximum exceeded'),

  // SUBSCRIBE and UNSUBSCRIBE
  blameNothingSubscribed: violation(protocolError, 'SUBSCRIBE without a Topic Filter',
    'v3 MQTT-3.8.3-3', 'v5 MQTT-3.8.3-2'),
  blameFilter: violation(ReasonCode.topicFilterInvalid, faults.subscribedFilterFault,
    ...TOPIC_FILTER_CLAUSES, ...SHARED_FILTER_CLAUSES),
  blameNoLocal: violation(protocolError, faults.noLocalFault, 'v5 MQTT-3.8.3-4'),
  blameShared: violation(ReasonCode.sharedSubscriptionsNotSupported, faults.sharedFault,
    'v5 3.2.2.3.13 shared subscription not available', 'v5 MQTT-4.13.1-1'),
  blameNothingUnsubscribed: violation(protocolError, 'UNSUBSCRIBE without a Topic Filter',
    'v3 MQTT-3.10.3-2', 'v5 MQTT-3.10.3-2'),
  blameFilterToRemove: violation(ReasonCode.topicFilterInvalid, faults.unsubscribedFilterFault,
    ...TOPIC_FILTER_CLAUSES),

  blameExpiry: violation(protocolError, faults.expiryFault, 'v5 3.14.2.2.2 expiry raised from 0'),
} satisfies Record<`blame${string}`, Row>;

export type BlameName = keyof typeof blames;

/** The assignments, by the names that the chart uses. */
export const blameAssignments = Object.fromEntries(
  Object.entries<Row>(blames).map(([name, { assignment }]) => [name, assignment]),
) as Readonly<Record<BlameName, Assignment>>;

/** Meta of a transition that ends the connection so; `more` is what else it exists for. */
export function lawOf(name: BlameName, ...more: Clause[]): ChartMeta {
  return law(...blames[name].clauses, ...more);
}
