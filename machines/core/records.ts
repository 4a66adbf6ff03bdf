/**
 * The records of a core: who is connected, which sessions there are, and who is claiming one. Records may be shared with
 * a fork; what the methods return may be written to, because it is copied first where that is so.
 */
import type { SessionContext } from '../charts/session.ts';
import { IntMap } from '../collections/int-map.ts';
import { StringMap } from '../collections/string-map.ts';
import type { Snapshot } from '../engine/chart.ts';
import type { ConnectionId } from '../inputs.ts';
import { type Connection, copyConnection, type Owner, Session, type Takeover } from './parts.ts';

export class Records {
  private owner: Owner = {};
  private connections = new IntMap<Connection>();
  private sessions = new IntMap<Session>();
  private sessionNumbers = new StringMap<number>();
  private takeovers = new StringMap<Takeover>();
  /** Number of the session that is created next. */
  nextSession = 1;
  /** Where every session starts. */
  private readonly absent: Snapshot<SessionContext>;
  /** That of the session that went offline last. */
  private offline: Snapshot<SessionContext>;

  constructor(absent: Snapshot<SessionContext>) {
    this.absent = absent;
    this.offline = absent;
  }

  /** Independent records with the same contents, in constant time. */
  fork(): Records {
    const twin = new Records(this.absent);
    twin.connections = this.connections.fork();
    twin.sessions = this.sessions.fork();
    twin.sessionNumbers = this.sessionNumbers.fork();
    twin.takeovers = this.takeovers.fork();
    twin.nextSession = this.nextSession;
    this.owner = {};
    return twin;
  }

  connection(id: ConnectionId): Connection | undefined {
    const found = this.connections.get(id);
    if (found === undefined || found.owner === this.owner) return found;
    const copy = copyConnection(found, this.owner);
    this.connections.set(id, copy);
    return copy;
  }

  session(number: number): Session | undefined {
    const found = this.sessions.get(number);
    if (found === undefined || found.owner === this.owner) return found;
    const copy = found.copy(this.owner);
    this.sessions.set(number, copy);
    return copy;
  }

  sessionOf(clientId: string): Session | undefined {
    const number = this.sessionNumbers.get(clientId);
    return number === undefined ? undefined : this.session(number);
  }

  // For views only: these records may be shared with a fork.

  allConnections(): Connection[] {
    return [...this.connections].map(([, connection]) => connection);
  }

  allSessions(): Session[] {
    return [...this.sessions].map(([, session]) => session);
  }

  allTakeovers(): Takeover[] {
    return [...this.takeovers].map(([, takeover]) => takeover);
  }

  get counts(): { readonly connections: number; readonly sessions: number } {
    return { connections: this.connections.size, sessions: this.sessions.size };
  }

  addConnection(create: (owner: Owner) => Connection): Connection {
    const connection = create(this.owner);
    if (this.connections.has(connection.id)) {
      throw new Error(`connection ${connection.id} was opened before; numbers are not used twice`);
    }
    this.connections.set(connection.id, connection);
    return connection;
  }

  /** @param number of a session that is recovered; else it gets one that was never used */
  addSession(clientId: string, number = this.nextSession): Session {
    this.nextSession = Math.max(this.nextSession, number + 1);
    const session = new Session(number, clientId, this.absent, this.owner);
    this.sessions.set(session.number, session);
    this.sessionNumbers.set(clientId, session.number);
    return session;
  }

  /**
   * Makes a session small that has gone offline, for it may be one of many and stay so for long. What is in its
   * snapshot, it has mostly in common with the one before.
   */
  rest(session: Session): void {
    session.rest();
    if (isSameSnapshot(session.snapshot, this.offline)) session.snapshot = this.offline;
    else this.offline = session.snapshot;
  }

  /** The claim on a Client Identifier that is in progress. */
  takeover(clientId: string): Takeover | undefined {
    return this.takeovers.get(clientId);
  }

  keepTakeover(takeover: Takeover): void {
    if (takeover.snapshot.state.done) this.takeovers.delete(takeover.clientId);
    else this.takeovers.set(takeover.clientId, takeover);
  }

  removeConnection({ id }: Connection): void {
    this.connections.delete(id);
  }

  removeSession({ number, clientId }: Session): void {
    this.sessions.delete(number);
    if (this.sessionNumbers.get(clientId) === number) this.sessionNumbers.delete(clientId);
  }
}

function isSameSnapshot<Context extends object>(
  a: Snapshot<Context>,
  b: Snapshot<Context>,
): boolean {
  if (a.state !== b.state) return false;
  const keys = Object.keys({ ...a.context, ...b.context }) as (keyof Context)[];
  return keys.every((key) => a.context[key] === b.context[key]);
}
