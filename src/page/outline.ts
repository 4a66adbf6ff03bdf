/** What is told of a step when not everything can be: the beginning and end of connections, sessions and wills. */
import type { Effect, LifecycleEvent } from '../../machines/index.ts';

/** Announcements that come with messages, of which there may be any number. */
const OF_MESSAGES: ReadonlySet<LifecycleEvent['type']> = new Set([
  'message.dropped',
  'publish.refused',
  'retained.refused',
]);

/** The effects that are told; none when the step as a whole is left out. */
export function outlineOf(effects: readonly Effect[]): readonly Effect[] {
  const isTold = effects.some(
    (effect) => effect.type === 'announce' && !OF_MESSAGES.has(effect.event.type),
  );
  return isTold ? effects.filter(isOfLife) : [];
}

function isOfLife(effect: Effect): boolean {
  if (effect.type === 'announce') return !OF_MESSAGES.has(effect.event.type);
  if (effect.type === 'transmit') {
    return effect.packet.type === 'CONNACK' || effect.packet.type === 'DISCONNECT';
  }
  return effect.type === 'close';
}
