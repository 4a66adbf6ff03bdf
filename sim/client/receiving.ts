/** A client as receiver: messages go to its program, acknowledgements back to the broker in the order of arrival. */
import type { ReceiverEvent } from '../../machines/charts/receiver.ts';
import type { Packet, Publish } from '../../machines/packets.ts';
import { ReasonCode } from '../../machines/reason-codes.ts';
import type { ClientCore, ClientReceipt, Performers } from './core.ts';

/** The broker keeps to our Receive Maximum, this PUBLISH included. 3.x has none. */
export function keepsReceiveMaximum({ options, state }: ClientCore, packet: Packet): boolean {
  if (packet.type !== 'PUBLISH' || packet.qos === 0 || options.version < 5) return true;
  const { unacknowledged } = state;
  return unacknowledged.size < options.receiveMaximum || unacknowledged.has(packet.packetId);
}

export function receive(core: ClientCore, publish: Publish): void {
  const { qos, packetId } = publish;
  if (qos === 0) {
    hand(core, publish);
    return;
  }
  core.state.unacknowledged.set(packetId, true);
  const { version } = core.options;
  core.stepReceiver({ packetId, publish }, { type: 'PUBLISH', version, qos, allowed: true });
}

function hand(
  core: ClientCore,
  { type: _, subscriptionIdentifiers = [], ...publish }: Publish,
): void {
  const { connection } = core.state;
  core.emit({ type: 'received', connection, ...publish, subscriptionIdentifiers });
}

/** One after the other, so that a script which holds one back holds back all after it. */
function acknowledge(core: ClientCore, packet: Packet): void {
  if (core.options.autoAcknowledge) transmitAck(core, packet);
  else core.state.heldAcks.push(packet);
}

export function transmitHeldAcks(core: ClientCore, count: number): void {
  for (let i = 0; i < count; i++) {
    const packet = core.state.heldAcks.shift();
    if (packet === undefined) return;
    transmitAck(core, packet);
  }
}

function transmitAck(core: ClientCore, packet: Packet): void {
  core.send(packet);
  if (packet.type === 'PUBACK' || packet.type === 'PUBCOMP') {
    core.state.unacknowledged.delete(packet.packetId);
  }
}

function reportIdentifierInUse(core: ClientCore, { packetId }: ClientReceipt): void {
  if (core.options.version === 5) {
    acknowledge(core, { type: 'PUBACK', packetId, reasonCode: ReasonCode.packetIdentifierInUse });
    return;
  }
  core.post({
    type: 'protocol.violated',
    reasonCode: ReasonCode.protocolError,
    detail: `packet identifier ${packetId} is in use`,
  });
}

type AckType = 'PUBACK' | 'PUBREC' | 'PUBCOMP';

function answer(type: AckType): Performers<ClientReceipt, ReceiverEvent>[string] {
  return (core, { packetId }) =>
    acknowledge(core, { type, packetId, reasonCode: ReasonCode.success });
}

export const receiverPerformers: Performers<ClientReceipt, ReceiverEvent> = {
  acceptMessage: (core, { publish }) => hand(core, publish as Publish),
  transmitPuback: answer('PUBACK'),
  transmitPubrec: answer('PUBREC'),
  transmitPubrecAgain: answer('PUBREC'),
  transmitPubcomp: answer('PUBCOMP'),
  transmitPubcompUnknown: (core, { packetId }) => {
    const reasonCode = core.options.version === 5 ? ReasonCode.packetIdentifierNotFound : 0;
    acknowledge(core, { type: 'PUBCOMP', packetId, reasonCode });
  },
  // A client denies no message: it asked for them.
  transmitDenial: () => {
    throw new Error('a client does not deny messages');
  },
  reportIdentifierInUse,
};
