/** All scenarios, in the order in which one would learn from them. */
import type { Scenario } from '../scenario/scenario.ts';
import { didYouMean } from '../scenario/text/likeness.ts';
import { brokerCrashScenario } from './broker-crash.ts';
import { cleanSessionScenario } from './clean-session.ts';
import { cleanStartScenario } from './clean-start.ts';
import { disconnectScenario } from './disconnect.ts';
import { expiryInDisconnectScenario } from './expiry-in-disconnect.ts';
import { expiryRaceScenario } from './expiry-race.ts';
import { firstConnectScenario } from './first-connect.ts';
import { keepAliveTimeoutScenario } from './keep-alive-timeout.ts';
import { kickScenario } from './kick.ts';
import { messageExpiryScenario } from './message-expiry.ts';
import { oldAndNewScenario } from './old-and-new.ts';
import { partitionScenario } from './partition.ts';
import { persistentSessionScenario } from './persistent-session.ts';
import { qos1RetryScenario } from './qos1-retry.ts';
import { qos2LostPubcompScenario } from './qos2-lost-pubcomp.ts';
import { qos2LostPubrecScenario } from './qos2-lost-pubrec.ts';
import { receiveMaximum1Scenario } from './receive-maximum-1.ts';
import { reconnectWarScenario } from './reconnect-war.ts';
import { resumeScenario } from './resume.ts';
import { retainedScenario } from './retained.ts';
import { sessionExpiryScenario } from './session-expiry.ts';
import { sharedSubscriptionScenario } from './shared-subscription.ts';
import { shutdownScenario } from './shutdown.ts';
import { slowConsumerScenario } from './slow-consumer.ts';
import { slowStoreScenario } from './slow-store.ts';
import { stormScenario } from './storm.ts';
import { takeoverScenario } from './takeover.ts';
import { takeoverCleanSession0Scenario } from './takeover-clean-session-0.ts';
import { takeoverCleanSession1Scenario } from './takeover-clean-session-1.ts';
import { takeoverCleanStartScenario } from './takeover-clean-start.ts';
import { unsubscribeScenario } from './unsubscribe.ts';
import { willScenario } from './will.ts';
import { willDelayScenario } from './will-delay.ts';
import { willDelayPassesScenario } from './will-delay-passes.ts';
import { willEndsWithSessionScenario } from './will-ends-with-session.ts';

export const scenarios: readonly Scenario[] = [
  firstConnectScenario,
  unsubscribeScenario,
  cleanStartScenario,
  cleanSessionScenario,
  persistentSessionScenario,
  resumeScenario,
  sessionExpiryScenario,
  expiryInDisconnectScenario,
  expiryRaceScenario,
  disconnectScenario,
  takeoverScenario,
  takeoverCleanStartScenario,
  takeoverCleanSession0Scenario,
  takeoverCleanSession1Scenario,
  reconnectWarScenario,
  willScenario,
  willDelayScenario,
  willDelayPassesScenario,
  willEndsWithSessionScenario,
  keepAliveTimeoutScenario,
  qos1RetryScenario,
  qos2LostPubrecScenario,
  qos2LostPubcompScenario,
  receiveMaximum1Scenario,
  retainedScenario,
  messageExpiryScenario,
  sharedSubscriptionScenario,
  slowConsumerScenario,
  partitionScenario,
  brokerCrashScenario,
  slowStoreScenario,
  shutdownScenario,
  kickScenario,
  oldAndNewScenario,
  stormScenario,
];

/** @throws RangeError naming all scenarios, when there is none of that name. */
export function scenarioNamed(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found !== undefined) return found;
  const names = scenarios.map((scenario) => scenario.name);
  const guess = didYouMean(name, names);
  const all = `${guess === '' ? '; there' : ' There'} are ${names.join(', ')}`;
  throw new RangeError(`no scenario '${name}'${guess}${all}`);
}
