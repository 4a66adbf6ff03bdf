/** A client as sender: what waits goes out, what was not acknowledged goes out again. */
import type { SenderEvent } from '../../machines/charts/sender.ts';
import type { Message, Publish } from '../../machines/packets.ts';
import { ReasonCode } from '../../machines/reason-codes.ts';
import type { ClientCore, ClientSending, Performer, Performers } from './core.ts';
import { type ClientExchange, exchangesOf, type Request } from './state.ts';

const PACKET_ID_MAX = 65_535;

/** Sends what waits, as far as it may: requests, then what has to be sent again, then new messages. */
export function pump(core: ClientCore): void {
  const { state } = core;
  while (state.requests.length > 0) core.step({ type: 'request.due' });
  resend(core);
  for (let head = state.publishes.peek(); head !== undefined; head = state.publishes.peek()) {
    const { length } = state.publishes;
    const maySend = state.sendQuota > 0 && state.backlog.length === 0;
    core.step({ type: 'publish.due', qos: head.qos, retain: head.retain, maySend });
    if (state.publishes.length === length) return;
  }
}

function resend(core: ClientCore): void {
  const { backlog } = core.state;
  while (core.state.sendQuota > 0) {
    const packetId = backlog.shift();
    if (packetId === undefined) return;
    const exchange = core.session.outbound.get(packetId);
    // It may have been acknowledged while it waited.
    if (exchange === undefined) continue;
    core.stepSender(
      { packetId, exchange },
      { type: 'connection.resumed', maySend: true, tooLarge: false },
    );
  }
}

/** The session goes on: what the broker has not acknowledged, in order (v3 MQTT-4.4.0-1, v5 MQTT-4.4.0-1). */
export function resume(core: ClientCore): void {
  const { state } = core;
  for (const exchange of exchangesOf(state.session)) {
    const maySend = state.sendQuota > 0 && state.backlog.length === 0;
    const sending = { packetId: exchange.packetId, exchange };
    core.stepSender(sending, { type: 'connection.resumed', maySend, tooLarge: false });
  }
}

/** The oldest message that waits. It has been found that it may be sent. */
export function beginExchange(core: ClientCore): void {
  const message = core.state.publishes.shift() as Message;
  const packetId = unusedPacketId(core);
  const snapshot = core.charts.sender.start({}).snapshot;
  const order = core.session.nextOrder++;
  const exchange = { order, packetId, message, countedOn: 0, snapshot };
  core.stepSender({ packetId, exchange }, { type: 'exchange.begun', qos: message.qos as 1 | 2 });
}

export function transmitRequest(core: ClientCore): void {
  const request = core.state.requests.shift() as Request;
  const packetId = unusedPacketId(core);
  core.state.unanswered.set(packetId, request);
  if (request.type === 'command.subscribe') {
    const { subscriptions, subscriptionIdentifier } = request;
    core.send({ type: 'SUBSCRIBE', packetId, subscriptions, subscriptionIdentifier });
  } else {
    core.send({ type: 'UNSUBSCRIBE', packetId, topicFilters: request.topicFilters });
  }
}

/** Messages and requests draw on the same identifiers (v3 MQTT-2.3.1-2, v5 MQTT-2.2.1-3). */
function unusedPacketId({ session, state }: ClientCore): number {
  const isUsed = (id: number) => session.outbound.has(id) || state.unanswered.has(id);
  if (session.outbound.size + state.unanswered.size >= PACKET_ID_MAX) {
    throw new Error('every packet identifier is in use');
  }
  let packetId = session.nextPacketId;
  while (isUsed(packetId)) packetId = packetId === PACKET_ID_MAX ? 1 : packetId + 1;
  session.nextPacketId = packetId === PACKET_ID_MAX ? 1 : packetId + 1;
  return packetId;
}

export function publishPacket(message: Message, packetId: number, dup: boolean): Publish {
  const { qos, retain } = message;
  return { type: 'PUBLISH', message, qos, retain, dup, packetId };
}

function transmit(dup: boolean): Performer<ClientSending, SenderEvent> {
  return (core, { packetId, exchange }) => {
    count(core, packetId);
    core.send(publishPacket((exchange as ClientExchange).message, packetId, dup));
  };
}

function count({ state, session }: ClientCore, packetId: number): void {
  state.sendQuota -= 1;
  const exchange = session.outbound.get(packetId) as ClientExchange;
  session.outbound.set(packetId, { ...exchange, countedOn: state.connection });
}

export const senderPerformers: Performers<ClientSending, SenderEvent> = {
  transmitPublish: transmit(false),
  retransmitPublish: transmit(true),
  awaitQuota: (core, { packetId }) => core.state.backlog.push(packetId),
  transmitPubrel: (core, { packetId }, event) => {
    // An exchange left open at this stage counts against the new connection's quota like any other.
    if (event.type === 'connection.resumed') count(core, packetId);
    core.send({ type: 'PUBREL', packetId, reasonCode: ReasonCode.success });
  },
  transmitPubrelUnknown: (core, { packetId }) => {
    const reasonCode = core.options.version === 5 ? ReasonCode.packetIdentifierNotFound : 0;
    core.send({ type: 'PUBREL', packetId, reasonCode });
  },
  completeExchange: (core, { packetId, exchange }, event) => {
    const { state } = core;
    const { message, countedOn } = exchange as ClientExchange;
    // One that waited to be sent again may be acknowledged all the same: it gives back only what it had taken.
    if (countedOn === state.connection) state.sendQuota += 1;
    const { reasonCode } = event as Extract<SenderEvent, { type: 'PUBACK' | 'PUBREC' | 'PUBCOMP' }>;
    core.emit({ type: 'completed', of: 'PUBLISH', packetId, message, reasonCodes: [reasonCode] });
  },
  // Its Reason Code is told with the end of the exchange.
  dropRefused: () => {},
  reportUnexpectedAck: (core, { packetId }, event) =>
    core.post({
      type: 'protocol.violated',
      reasonCode: ReasonCode.protocolError,
      detail: `unexpected ${event.type} for packet identifier ${packetId}`,
    }),
};
