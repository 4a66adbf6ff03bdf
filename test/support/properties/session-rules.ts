/** Rules about sessions and wills, judged by a model of their own: who asked for what, and when. */
import { type Connect, NEVER_EXPIRES_SECONDS } from '../../../machines/index.ts';
import { broken, type MakeRule, on } from './rule.ts';

/** What is known of a client identifier's session without asking the broker. */
interface Modelled {
  isOnline: boolean;
  expirySeconds: number;
  offlineSinceMs: number;
}

function expiryOf(connect: Connect, maximumSeconds: number): number {
  const { protocolVersion, cleanStart, properties } = connect;
  const in3 = cleanStart ? 0 : NEVER_EXPIRES_SECONDS;
  const asked = protocolVersion === 5 ? (properties.sessionExpiryInterval ?? 0) : in3;
  return Math.min(asked, maximumSeconds);
}

/** Session Present tells whether there was a session to resume, and no Clean Start [v5 MQTT-3.2.2-2, -3]. */
export const sessionPresentIsTrue: MakeRule = (world, sightings) => {
  const sessions = new Map<string, Modelled>();
  const connects = new Map<number, Connect>();
  const maximum = world.options.sessionExpiryMaximumSeconds;

  const exists = (clientId: string): boolean => {
    const session = sessions.get(clientId);
    if (session === undefined) return false;
    const { isOnline, expirySeconds, offlineSinceMs } = session;
    // Someone is connected: what is left of the session after the takeover is what counts.
    if (isOnline) return true;
    if (expirySeconds === NEVER_EXPIRES_SECONDS) return true;
    return expirySeconds > 0 && world.clock.nowMs < offlineSinceMs + expirySeconds * 1000;
  };
  return {
    input(input) {
      if (input.type === 'command' && input.command.type === 'discard') {
        sessions.delete(input.command.clientId);
      }
      if (input.type !== 'received') return;
      const { connection, packet } = input;
      if (packet.type === 'CONNECT' && !connects.has(connection)) connects.set(connection, packet);
    },
    effect(effect) {
      if (effect.type !== 'announce') return;
      on(effect.event, 'client.connected', ({ connection, clientId, sessionPresent, version }) => {
        const connect = connects.get(connection) as Connect;
        const should = exists(clientId) && !connect.cleanStart;
        if (sessionPresent !== should) {
          broken(`${clientId}: Session Present is ${sessionPresent}, should be ${should}`);
        }
        sightings.saw(should ? `resumed in ${version}` : 'new session');
        if (exists(clientId) && connect.cleanStart) sightings.saw('discarded by Clean Start');
        const expirySeconds = expiryOf(connect, maximum);
        sessions.set(clientId, { isOnline: true, expirySeconds, offlineSinceMs: 0 });
      });
      on(effect.event, 'client.disconnected', ({ clientId }) => {
        const session = sessions.get(clientId);
        if (session === undefined) return;
        session.isOnline = false;
        session.offlineSinceMs = world.clock.nowMs;
      });
      // Only the broker knows whether a DISCONNECT was looked at; what it makes of the interval is seen here.
      on(effect.event, 'session.offline', ({ clientId, expiresInSeconds }) => {
        const session = sessions.get(clientId);
        if (session !== undefined) {
          session.expirySeconds = expiresInSeconds ?? NEVER_EXPIRES_SECONDS;
        }
      });
      on(effect.event, 'session.ended', ({ clientId, cause }) => {
        if (cause === 'connectionClosed') sessions.delete(clientId);
        if (cause === 'expired' && exists(clientId)) broken(`${clientId} expired too early`);
      });
    },
  };
};

type WillFate = 'stored' | 'due' | 'delayed' | 'void' | 'published';

interface ModelledWill {
  readonly clientId: string;
  readonly delaySeconds: number;
  fate: WillFate;
  dueMs: number;
}

/** A will is published once, when it is due, and never once the client is back [v5 MQTT-3.1.2-8, 3.1.3-9, 3.14.4-3]. */
export const willsOnce: MakeRule = (world, sightings) => {
  const connects = new Map<number, Connect>();
  /** By Will Topic, which is another for each connection. */
  const wills = new Map<string, ModelledWill>();
  const topics = new Map<number, string>();

  const published = (topicName: string): void => {
    const will = wills.get(topicName) ?? broken(`will ${topicName} was never stored`);
    const { fate, dueMs } = will;
    if (fate !== 'due' && fate !== 'delayed') broken(`will ${topicName} published, was ${fate}`);
    if (fate === 'delayed' && world.clock.nowMs < dueMs) sightings.saw('will at the session’s end');
    if (fate === 'delayed' && world.clock.nowMs > dueMs) broken(`will ${topicName} is late`);
    sightings.saw(`${fate} will published`);
    will.fate = 'published';
  };
  return {
    input(input) {
      if (input.type !== 'received' || input.packet.type !== 'CONNECT') return;
      if (!connects.has(input.connection)) connects.set(input.connection, input.packet);
    },
    effect(effect) {
      if (effect.type !== 'announce') return;
      on(effect.event, 'client.connected', ({ connection, clientId, sessionPresent }) => {
        for (const will of wills.values()) {
          if (will.clientId !== clientId) continue;
          if (will.fate === 'due') broken(`a will of ${clientId} was not published in time`);
          if (will.fate === 'delayed' && !sessionPresent) {
            broken(`a will of ${clientId} outlived its session`);
          }
          if (will.fate === 'delayed') {
            will.fate = 'void';
            sightings.saw('will of a client that is back');
          }
        }
        const { will } = connects.get(connection) as Connect;
        if (will === undefined) return;
        const { topicName } = will.message;
        topics.set(connection, topicName);
        const delaySeconds = will.delayIntervalSeconds;
        wills.set(topicName, { clientId, delaySeconds, fate: 'stored', dueMs: 0 });
      });
      on(effect.event, 'client.disconnected', ({ connection, cause, reasonCode }) => {
        const will = wills.get(topics.get(connection) ?? '');
        if (will === undefined) return;
        const is5 = connects.get(connection)?.protocolVersion === 5;
        const isNormal = cause === 'clientDisconnected' && (!is5 || reasonCode === 0);
        if (isNormal) sightings.saw('will deleted by DISCONNECT');
        will.fate = isNormal ? 'void' : will.delaySeconds === 0 ? 'due' : 'delayed';
        will.dueMs = world.clock.nowMs + will.delaySeconds * 1000;
      });
      on(effect.event, 'will.published', ({ topicName }) => published(topicName));
    },
    ended() {
      for (const [topicName, { fate }] of wills) {
        if (fate !== 'published' && fate !== 'void') broken(`will ${topicName} is still ${fate}`);
      }
    },
  };
};
