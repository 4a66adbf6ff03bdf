/** Rules about connections: who may be connected, and what may be transmitted when. */
import type { Packet } from '../../../machines/index.ts';
import { broken, type MakeRule, on } from './rule.ts';

/** At most one connection is connected for a client identifier [v3 MQTT-3.1.4-2, v5 MQTT-3.1.4-3]. */
export const oneConnectionPerClient: MakeRule = (world, sightings) => {
  const connected = new Map<string, number>();
  return {
    effect(effect) {
      if (effect.type !== 'announce') return;
      on(effect.event, 'session.takenOver', () => sightings.saw('takeover'));
      on(effect.event, 'client.connected', ({ clientId, connection }) => {
        const other = connected.get(clientId);
        if (other !== undefined) {
          broken(`${clientId} is connected by ${world.nameOf(other)} already`);
        }
        connected.set(clientId, connection);
      });
      on(effect.event, 'client.disconnected', ({ clientId, connection }) => {
        if (connected.get(clientId) !== connection) broken(`${clientId} was not connected`);
        connected.delete(clientId);
      });
    },
    settled() {
      const { connections, sessions } = world.broker.view();
      const speaking = connections.filter(({ session }) => session !== 0);
      for (const { connection, session, clientId } of speaking) {
        const of = sessions.find((each) => each.session === session);
        if (of?.connection !== connection) broken(`${clientId}: session and connection disagree`);
      }
      const online = sessions.filter((session) => session.connection !== 0);
      if (online.length !== speaking.length) broken('a session is online without a connection');
      for (const { state, connection, clientId } of sessions) {
        const isOnline = state === 'online';
        if (isOnline !== (connection !== 0)) broken(`${clientId} is ${state} wrongly`);
      }
    },
  };
};

/** CONNACK comes first, once; after DISCONNECT or the end nothing comes [v5 MQTT-3.2.0-1, -2, 3.14.0-1, 3.14.4-1]. */
export const nothingOutOfPlace: MakeRule = (world, sightings) => {
  const accepted = new Set<number>();
  const over = new Map<number, string>();
  const transmitted = (connection: number, packet: Packet) => {
    const name = world.nameOf(connection);
    const ended = over.get(connection);
    if (ended !== undefined) broken(`${packet.type} to ${name} after ${ended}`);
    if (packet.type === 'CONNACK') {
      if (accepted.has(connection)) broken(`a second CONNACK to ${name}`);
      if (packet.reasonCode === 0) accepted.add(connection);
      else over.set(connection, 'a CONNACK that refuses');
      if (packet.reasonCode !== 0) sightings.saw('refused CONNECT');
    } else if (packet.type !== 'AUTH' && !accepted.has(connection)) {
      broken(`${packet.type} to ${name} before CONNACK`);
    }
    if (packet.type === 'DISCONNECT') {
      sightings.saw('DISCONNECT');
      over.set(connection, 'DISCONNECT');
    }
  };
  return {
    input(input) {
      if (input.type === 'closed') over.set(input.connection, 'the network closed');
    },
    effect(effect) {
      if (effect.type === 'transmit') transmitted(effect.connection, effect.packet);
      else if (effect.type === 'close') over.set(effect.connection, 'close');
    },
  };
};

/** A timer runs exactly as long as what it is for. */
export const timersBelong: MakeRule = (world, sightings) => ({
  settled() {
    const { connections, sessions } = world.broker.view();
    const expected = new Set<string>();
    for (const { connection, state, keepAliveSeconds } of connections) {
      const timers: Readonly<Record<string, string>> = {
        awaitingConnect: 'connectTimeout',
        authenticating: 'authenticationTimeout',
        disconnecting: 'closeTimeout',
        'connected.traffic.authorizing': 'authorizationTimeout',
      };
      for (const [part, timer] of Object.entries(timers)) {
        if (state.startsWith(part)) expected.add(`connection ${connection} ${timer}`);
      }
      if (state.includes('reauthenticating')) {
        expected.add(`connection ${connection} reauthenticationTimeout`);
      }
      if (state.startsWith('connected') && keepAliveSeconds > 0) {
        expected.add(`connection ${connection} keepAlive`);
      }
    }
    for (const { session, state, will } of sessions) {
      if (state === 'offline.expiring') expected.add(`session ${session} sessionExpiryInterval`);
      if (will?.state === 'delayed') expected.add(`will ${session} willDelayInterval`);
    }
    const { pending } = world.clock;
    const stray = pending.filter((timer) => !expected.has(timer));
    const missing = [...expected].filter((timer) => !world.clock.has(timer));
    if (stray.length > 0) broken(`timers of nobody: ${stray.join(', ')}`);
    if (missing.length > 0) broken(`timers that do not run: ${missing.join(', ')}`);
    for (const timer of expected) sightings.saw(timer.replace(/ \d+/, ''));
  },
  ended() {
    const { connections, sessions, filters } = world.broker.counts;
    if (connections + sessions + filters > 0) {
      broken(`left: ${connections} connections, ${sessions} sessions, ${filters} filters`);
    }
    if (world.clock.pending.length > 0) broken(`left: ${world.clock.pending.join(', ')}`);
  },
});
