/** What is counted as it happens is what one would count. */
import { broken, type MakeRule, on } from './rule.ts';

export const countsAreTrue: MakeRule = (world, sightings) => {
  let endedWith = 0;
  return {
    effect(effect) {
      if (effect.type !== 'announce') return;
      on(effect.event, 'session.ended', ({ dropped, clientId }) => {
        if (dropped < 0) broken(`${clientId} ends with ${dropped} messages`);
        endedWith += dropped;
      });
    },
    settled() {
      const { counts } = world.broker;
      const { connections, sessions, retained } = world.broker.view();
      const waiting = sessions.flatMap(({ queue }) => queue);
      const found = {
        connections: connections.length,
        clients: connections.filter(({ state }) => state.startsWith('connected')).length,
        sessions: sessions.length,
        subscriptions: sum(sessions.map(({ subscriptions }) => subscriptions.length)),
        retained: retained.length,
        queuedMessages: waiting.length,
        queuedBytes: sum(
          waiting.map(({ payloadBytes, topicName }) => payloadBytes + topicName.length),
        ),
      };
      for (const [name, number] of Object.entries(found)) {
        const counted = counts[name as keyof typeof found];
        if (counted !== number) broken(`${name}: ${counted} counted, and there are ${number}`);
        if (number > 0) sightings.saw(name);
      }
      const dropped = sum(Object.values(counts.dropped));
      const droppedOfThese = sum(sessions.map((session) => session.dropped));
      if (dropped < droppedOfThese) broken(`dropped: ${dropped} counted, and ${droppedOfThese}`);
      for (const [cause, number] of Object.entries(counts.dropped)) {
        if (number > 0) sightings.saw(`dropped: ${cause}`);
      }
      if (counts.dropped.sessionEnded !== endedWith) {
        broken(`sessions ended with ${endedWith} messages, ${counts.dropped.sessionEnded} counted`);
      }
      if (counts.clientsMaximum < counts.clients) broken('more clients than there ever were');
      if (counts.sessionsExpired > 0) sightings.saw('expired');
    },
  };
};

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}
