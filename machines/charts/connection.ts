/**
 * One Network Connection, from accepted to closed.
 *
 * Events are the client's packets, what the network does, the answers of authenticator and authorizer, and the word of
 * the takeover (`session.granted`, `session.takenOver`), of operators, and of exchanges that saw a violation.
 *
 * Easy to get wrong:
 * - A client may send on before it has its CONNACK. What it sends is held back, and never processed if it is refused.
 * - Whatever ends a connected connection releases session and will exactly once, before anyone else gets them.
 * - Once DISCONNECT was sent or received, nothing is transmitted and nothing that arrives is looked at.
 * - When two regions of `connected` want different things the one that stands first wins: `traffic` ends the
 *   connection for a packet that `keepAlive` only takes for a sign of life, so `keepAlive` stands last.
 *
 *     awaitingConnect ──► authenticating (basic | asking ⇄ awaitingAuth)
 *            └────────────────────┴──► awaitingSession ──► connected ──► disconnecting ──► closed
 *
 *     connected = traffic (open ⇄ authorizing) ‖ authentication (settled ⇄ reauthenticating)
 *               ‖ outflow (writable ⇄ congested) ‖ keepAlive (listening | off)
 *
 * It knows nothing of sessions, exchanges and topics: those are other charts, reached by effects. The states stand in
 * connection-opening.ts and connection-connected.ts, the guards in connection-guards.ts, who is to blame for an end in
 * connection-blame.ts, and what exactly was wrong in connection-faults.ts.
 */
import { connected } from './connection-connected.ts';
import { authenticating, awaitingConnect, awaitingSession } from './connection-opening.ts';
import { connectionSetup } from './connection-setup.ts';
import { ignored, law, neverHere } from './law.ts';

/** We have asked the network to close. What still arrives was sent before the client knew. */
const disconnecting = connectionSetup.createStateConfig({
  entry: 'closeNetwork',
  meta: neverHere('session.granted'),
  after: { closeTimeout: { target: 'closed', actions: 'abortNetwork' } },
  on: {
    'network.closed': {
      target: 'closed',
      meta: law('v3 MQTT-4.8.0-1', 'v5 MQTT-3.14.4-2', 'v5 MQTT-4.13.2-1'),
    },
    CONNECT: ignored,
    CONNACK: ignored,
    PUBLISH: ignored,
    PUBACK: ignored,
    PUBREC: ignored,
    PUBREL: ignored,
    PUBCOMP: ignored,
    SUBSCRIBE: ignored,
    SUBACK: ignored,
    UNSUBSCRIBE: ignored,
    UNSUBACK: ignored,
    PINGREQ: ignored,
    PINGRESP: ignored,
    DISCONNECT: ignored,
    AUTH: ignored,
    malformed: ignored,
    'protocol.violated': ignored,
    'network.congested': ignored,
    'network.writable': ignored,
    'authentication.accepted': ignored,
    'authentication.continued': ignored,
    'authentication.refused': ignored,
    'authorization.answered': ignored,
    'session.takenOver': ignored,
    'operator.kicked': ignored,
    'broker.closing': ignored,
    'store.failed': ignored,
  },
});

export const connectionMachine = connectionSetup.createMachine({
  id: 'connection',
  context: ({ input }) => input,
  initial: 'awaitingConnect',
  states: {
    awaitingConnect,
    authenticating,
    awaitingSession,
    connected,
    disconnecting,
    closed: { type: 'final', entry: 'announceClosed' },
  },
});
