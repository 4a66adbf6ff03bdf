// What holds for a broker whatever clients, network and operators do.
import { describe } from 'vitest';
import { always } from '../support/properties/check.ts';
import {
  nothingOutOfPlace,
  oneConnectionPerClient,
  timersBelong,
} from '../support/properties/connection-rules.ts';
import { countsAreTrue } from '../support/properties/count-rules.ts';
import { identifiersAndQuota } from '../support/properties/delivery-rules.ts';
import { Player } from '../support/properties/player.ts';
import { receiveMaximumIsKept } from '../support/properties/receive-rules.ts';
import type { MakeRule } from '../support/properties/rule.ts';
import { sessionPresentIsTrue, willsOnce } from '../support/properties/session-rules.ts';
import type { Sightings } from '../support/properties/sightings.ts';
import { type Story, stories } from '../support/properties/story.ts';
import type { World } from '../support/world/world.ts';

/** Everything comes to rest: connections close, timers fire, and sessions that never expire are discarded. */
function finish(world: World): void {
  world.disk.isSlow = false;
  while (world.disk.isBusy) world.completeBatch(true);
  for (const name of world.openNames) world.lose(name);
  world.advance(200 * 365 * 86_400_000);
  for (const { clientId } of world.broker.view().sessions) {
    world.command({ type: 'discard', clientId, reasonCode: 0x98 });
  }
}

function play(story: Story, makeRule: MakeRule, sightings: Sightings): void {
  const world = story.world();
  const player = new Player(world);
  const rule = makeRule(world, sightings);
  world.watchers.push(rule);
  for (const template of story.templates) player.play(template);
  finish(world);
  rule.ended?.();
}

const rules: readonly {
  readonly title: string;
  readonly makeRule: MakeRule;
  readonly sometimes: readonly string[];
}[] = [
  {
    title: 'at most one connection is connected for a client identifier',
    makeRule: oneConnectionPerClient,
    sometimes: ['takeover'],
  },
  {
    title: 'CONNACK comes first, and nothing comes after DISCONNECT or the end',
    makeRule: nothingOutOfPlace,
    sometimes: ['DISCONNECT', 'refused CONNECT'],
  },
  {
    title: 'a timer runs as long as what it is for, and nothing is left in the end',
    makeRule: timersBelong,
    sometimes: [
      'connection keepAlive',
      'connection closeTimeout',
      'connection authenticationTimeout',
      'connection authorizationTimeout',
      'session sessionExpiryInterval',
      'will willDelayInterval',
    ],
  },
  {
    title: 'Session Present tells whether there was a session and no Clean Start',
    makeRule: sessionPresentIsTrue,
    sometimes: ['resumed in 4', 'resumed in 5', 'new session', 'discarded by Clean Start'],
  },
  {
    title: 'a will is published once, and never once the client is back',
    makeRule: willsOnce,
    sometimes: [
      'due will published',
      'delayed will published',
      'will at the session’s end',
      'will of a client that is back',
      'will deleted by DISCONNECT',
    ],
  },
  {
    title: 'Packet Identifiers are unique in flight, and the send quota is kept',
    makeRule: identifiersAndQuota,
    sometimes: ['PUBLISH sent again', 'PUBREL', 'quota used up'],
  },
  {
    title: 'who exceeds our Receive Maximum is disconnected, and nobody else for that',
    makeRule: receiveMaximumIsKept,
    sometimes: ['Receive Maximum reached'],
  },
  {
    title: 'what is counted is what there is',
    makeRule: countsAreTrue,
    sometimes: [
      'clients',
      'subscriptions',
      'retained',
      'queuedMessages',
      'dropped: offline',
      'dropped: sessionEnded',
      'expired',
    ],
  },
];

for (const durable of [false, true]) {
  describe(durable ? 'a broker with a store that takes its time' : 'a broker', () => {
    for (const { title, makeRule, sometimes } of rules) {
      const holds = (story: Story, sightings: Sightings) => play(story, makeRule, sightings);
      always(title, stories({ durable }), holds, { runs: 300, sometimes });
    }
  });
}
