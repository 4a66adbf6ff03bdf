/** What the effects of the takeover chart do: one session passes from hand to hand. */
import type { TakeoverEvent } from '../charts/takeover.ts';
import type { Core, Performer } from './core.ts';
import { about, type Connection, type Takeover } from './parts.ts';

function disconnectExisting(core: Core, { clientId, snapshot }: Takeover): void {
  const session = core.sessionOf(clientId);
  if (session === undefined || session.connection === 0) {
    // It has let go between the claim and now.
    core.post({ to: 'takeover', clientId, event: { type: 'connection.released' } });
    return;
  }
  core.announce({
    type: 'session.takenOver',
    ...about(session),
    existing: session.connection,
    incoming: snapshot.context.incoming,
  });
  const event = { type: 'session.takenOver' as const };
  core.post({ to: 'connection', id: session.connection, event });
}

function settle(core: Core, { clientId }: Takeover): void {
  core.post({ to: 'takeover', clientId, event: { type: 'session.settled' } });
}

function discardSession(core: Core, takeover: Takeover): void {
  const session = core.sessionOf(takeover.clientId);
  if (session !== undefined) {
    core.post({ to: 'session', number: session.number, event: { type: 'session.discarded' } });
  }
  settle(core, takeover);
}

/** The session that is there, or else a new one, becomes the incoming connection's. */
function grantSession(core: Core, { clientId, snapshot }: Takeover): void {
  const connection = core.connection(snapshot.context.incoming) as Connection;
  const { sessionExpiryIntervalSeconds } = connection.snapshot.context;
  const kept = core.sessionOf(clientId);
  const session = kept ?? core.records.addSession(clientId);
  session.connection = connection.id;
  connection.session = session.number;
  connection.sessionPresent = kept !== undefined;
  const type = kept === undefined ? 'session.created' : 'session.resumed';
  core.stepSession(session, { type, sessionExpiryIntervalSeconds });
  core.journal.session(session, null);
  if (kept !== undefined) core.stepWill(session, { type: 'session.resumed' });
  core.post({ to: 'connection', id: connection.id, event: { type: 'session.granted' } });
}

export const takeoverEffects: Readonly<Record<string, Performer<Takeover, TakeoverEvent>>> = {
  refuseIncoming: (core, { before }) => {
    const { incoming } = before.context;
    if (incoming === 0) return;
    core.post({ to: 'connection', id: incoming, event: { type: 'session.takenOver' } });
  },
  disconnectExisting,
  discardSession,
  resumeSession: settle,
  grantSession,
};
