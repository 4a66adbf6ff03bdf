/**
 * A scenario told in another version of MQTT, as the engineer of its clients would write it there: what has another
 * name gets that name, what takes a detour takes it, and what cannot be said is left out. All of it is noted down.
 */
import { NEVER_EXPIRES_SECONDS, parseShared, ReasonCode, type Will } from '../../machines/index.ts';
import type { ClientStep, Scenario, ScenarioClient } from '../scenario/scenario.ts';
import { connect, disconnect, drop, until } from '../scenario/steps.ts';
import { type Counterpart, TO_3_1_1, TO_5_0 } from './counterparts.ts';

export type TwinVersion = '3.1.1' | '5.0';

export interface AsVersion {
  readonly scenario: Scenario;
  readonly counterparts: readonly Counterpart[];
}

export function asVersion(scenario: Scenario, version: TwinVersion): AsVersion {
  const counterparts: Counterpart[] = [];
  const clients = scenario.clients.map((client) => {
    const said = new Set<string>();
    const say: Say = (words) => {
      if (said.has(words.text)) return;
      said.add(words.text);
      counterparts.push({ client: client.name, ...words });
    };
    return version === '5.0' ? clientAs5(client, say) : clientAs3(client, say);
  });
  const isChanged = clients.some((client, at) => client !== scenario.clients[at]);
  return {
    scenario: isChanged ? { ...scenario, name: `${scenario.name}@${version}`, clients } : scenario,
    counterparts,
  };
}

type Say = (words: Omit<Counterpart, 'client'>) => void;

const RECEIVE_MAXIMUM_PRESUMED = 65_535;

function clientAs5(client: ScenarioClient, say: Say): ScenarioClient {
  const { is, does } = client;
  if ((is.version ?? 5) === 5) return client;
  const asked = (isClean: boolean) => {
    say(isClean ? TO_5_0.cleanSession1() : TO_5_0.cleanSession0());
    return {
      cleanStart: isClean,
      sessionExpiryIntervalSeconds: isClean ? 0 : NEVER_EXPIRES_SECONDS,
    };
  };
  return {
    ...client,
    is: { ...is, version: 5, ...asked(is.cleanStart ?? false) },
    does: does.map((step) =>
      step.do === 'connect' && step.cleanStart !== undefined
        ? { ...step, ...asked(step.cleanStart) }
        : step,
    ),
  };
}

function clientAs3(client: ScenarioClient, say: Say): ScenarioClient {
  const { is, does } = client;
  if (is.version === 4) return client;
  if (is.version === 3) return { ...client, is: { ...is, version: 4 } };
  const isKept = keepsSession(client);
  if (!isKept) say(TO_3_1_1.endsWithConnection());
  const seconds = is.sessionExpiryIntervalSeconds ?? 0;
  if (isKept && seconds > 0) {
    say(seconds === NEVER_EXPIRES_SECONDS ? TO_3_1_1.neverExpires() : TO_3_1_1.expiry(seconds));
  }
  const {
    receiveMaximum,
    sessionExpiryIntervalSeconds: _expiry,
    authenticationMethod,
    authenticationData: _data,
    ...rest
  } = is;
  if ((receiveMaximum ?? RECEIVE_MAXIMUM_PRESUMED) < RECEIVE_MAXIMUM_PRESUMED) {
    say(TO_3_1_1.receiveMaximum(receiveMaximum as number));
  }
  if (authenticationMethod !== undefined) say(TO_3_1_1.authentication());
  return {
    ...client,
    is: {
      ...rest,
      version: 4,
      cleanStart: !isKept || is.cleanStart === true,
      ...(is.will && { will: willAs3(is.will, say) }),
    },
    does: does.flatMap((step) => stepAs3(step, client, say)),
  };
}

/** Whether any connection of the client leaves a session behind. */
function keepsSession({ is, does }: ScenarioClient): boolean {
  const usual = is.sessionExpiryIntervalSeconds ?? 0;
  return does.some(
    (step) => step.do === 'connect' && (step.sessionExpiryIntervalSeconds ?? usual) > 0,
  );
}

function willAs3(will: Will, say: Say): Will {
  const { message, delayIntervalSeconds } = will;
  if (delayIntervalSeconds > 0) say(TO_3_1_1.willDelay(delayIntervalSeconds));
  if (message.properties !== undefined) say(TO_3_1_1.properties());
  return { message: { ...message, properties: undefined }, delayIntervalSeconds: 0 };
}

function stepAs3(step: ClientStep, client: ScenarioClient, say: Say): readonly ClientStep[] {
  switch (step.do) {
    case 'connect':
      return connectAs3(step, client, say);
    case 'disconnect':
      return disconnectAs3(step, client, say);
    case 'publish': {
      const { messageExpiryIntervalSeconds: seconds, ...rest } = step;
      if (seconds === undefined) return [step];
      say(TO_3_1_1.messageExpiry(seconds));
      return [rest];
    }
    case 'subscribe':
    case 'unsubscribe': {
      const filter = parseShared(step.topicFilter)?.filter;
      if (filter === undefined) return [step];
      say(TO_3_1_1.shared(step.topicFilter, filter));
      return [{ ...step, topicFilter: filter }];
    }
    default:
      return [step];
  }
}

function connectAs3(
  step: Extract<ClientStep, { do: 'connect' }>,
  client: ScenarioClient,
  say: Say,
): readonly ClientStep[] {
  const { is } = client;
  const isClean = step.cleanStart ?? is.cleanStart ?? false;
  const seconds = step.sessionExpiryIntervalSeconds ?? is.sessionExpiryIntervalSeconds ?? 0;
  if (!keepsSession(client)) return [connect()];
  if (!isClean) {
    if (seconds === 0) say(TO_3_1_1.expiryOfOneConnect());
    return [connect(is.cleanStart === true ? { cleanStart: false } : {})];
  }
  if (seconds === 0 || is.cleanStart === true) return [connect({ cleanStart: true })];
  say(TO_3_1_1.cleanThenKept());
  return [...purge, connect({ cleanStart: false })];
}

/** A connection that makes the broker forget a session, and does nothing else. */
const purge: readonly ClientStep[] = [
  connect({ cleanStart: true }),
  until('connected'),
  disconnect(),
  until('disconnected'),
];

function disconnectAs3(
  { reasonCode, sessionExpiryIntervalSeconds: seconds }: Extract<ClientStep, { do: 'disconnect' }>,
  client: ScenarioClient,
  say: Say,
): readonly ClientStep[] {
  if (reasonCode !== ReasonCode.normalDisconnection && client.is.will !== undefined) {
    say(TO_3_1_1.disconnectWithWill());
    return [drop];
  }
  if (reasonCode !== ReasonCode.normalDisconnection) say(TO_3_1_1.disconnectReason());
  if (seconds === undefined || !keepsSession(client)) return [disconnect()];
  if (seconds > 0) {
    say(TO_3_1_1.expiryAtDisconnect());
    return [disconnect()];
  }
  say(TO_3_1_1.expiryAtDisconnect0());
  return [disconnect(), until('disconnected'), ...purge];
}
