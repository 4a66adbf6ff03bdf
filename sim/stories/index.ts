/** All stories, in the order in which one would read them. */
import { brokerCrashStory } from './broker-crash.ts';
import { cleanStartStory } from './clean-start.ts';
import { clientIdWarStory } from './client-id-war.ts';
import { expiryRaceStory } from './expiry-race.ts';
import { firstConnectStory } from './first-connect.ts';
import { keepAliveTimeoutStory } from './keep-alive-timeout.ts';
import { messageExpiryStory } from './message-expiry.ts';
import { qos1RetryStory } from './qos1-retry.ts';
import { qos2LostPubrecStory } from './qos2-lost-pubrec.ts';
import { receiveMaximumStory } from './receive-maximum.ts';
import { resumeStory } from './resume.ts';
import { sessionExpiryStory } from './session-expiry.ts';
import { sharedSubscriptionStory } from './shared-subscription.ts';
import { slowConsumerStory } from './slow-consumer.ts';
import type { Story } from './story.ts';
import { takeoverStory } from './takeover.ts';
import { versionsStory } from './versions.ts';
import { willStory } from './will.ts';
import { willDelayStory } from './will-delay.ts';

export const stories: readonly Story[] = [
  firstConnectStory,
  cleanStartStory,
  resumeStory,
  takeoverStory,
  willStory,
  willDelayStory,
  keepAliveTimeoutStory,
  qos1RetryStory,
  qos2LostPubrecStory,
  receiveMaximumStory,
  sessionExpiryStory,
  expiryRaceStory,
  versionsStory,
  clientIdWarStory,
  messageExpiryStory,
  sharedSubscriptionStory,
  slowConsumerStory,
  brokerCrashStory,
];

/** @throws RangeError naming all stories, when there is none of that name. */
export function storyNamed(id: string): Story {
  const found = stories.find((story) => story.id === id);
  if (found !== undefined) return found;
  throw new RangeError(
    `no story '${id}'; there are ${stories.map((story) => story.id).join(', ')}`,
  );
}
