/** A trace that begins while its broker is running: whom and what the broker already has. */
import type { BrokerImage } from '../../../machines/index.ts';
import type { Lines } from './lines.ts';
import type { Spans } from './spans.ts';
import type { Moment } from './types.ts';

/** @returns how many, for the sentence that says so */
export function meetHeld(
  { connections, sessions }: BrokerImage,
  lines: Lines,
  spans: Spans,
  now: Moment,
): { readonly connections: number; readonly sessions: number } {
  for (const { id, clientId, snapshot } of connections) {
    const wire = lines.wire(id, now);
    lines.identify(wire, clientId);
    const { version } = snapshot.context;
    if (version === 0) continue;
    wire.version = version;
    wire.lifeline.version = version;
    if (snapshot.state.startsWith('connected')) wire.connected = now;
  }
  for (const session of sessions) spans.held(session, now);
  return { connections: connections.length, sessions: sessions.length };
}
