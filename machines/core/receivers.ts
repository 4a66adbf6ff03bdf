/** What the effects of the receiver chart do: our half of QoS 1 and 2 from a client. */
import type { ReceiverEvent } from '../charts/receiver.ts';
import type { Message, Puback, Pubcomp, Pubrec } from '../packets.ts';
import { ReasonCode } from '../reason-codes.ts';
import type { Core, Performer } from './core.ts';
import { protocolError } from './mail.ts';
import { type Connection, type Session, versionOf } from './parts.ts';
import { publishMessage } from './publishing.ts';
import { countSent } from './receive-maximum.ts';

/** One PUBLISH or PUBREL of a client. */
export interface Receipt {
  readonly connection: Connection;
  readonly session: Session;
  readonly packetId: number;
  /** Undefined for PUBREL. */
  readonly message: Message | undefined;
  /** Why the message is refused, as a Reason Code; 0 when it is not. */
  readonly denial: number;
  /** How many sessions the message was for, once it has been accepted. */
  recipients: number;
}

/** That nobody gets a message is told in 5.0 only. */
function acceptance({ connection, recipients }: Receipt): number {
  const unheard = versionOf(connection) === 5 && recipients === 0;
  return unheard ? ReasonCode.noMatchingSubscribers : ReasonCode.success;
}

/** With a store it leaves later, maybe: see durability.ts. */
function answer(core: Core, connection: Connection, packet: Puback | Pubrec | Pubcomp): void {
  core.transmit(connection, packet);
  if (!core.journal.enabled) countSent(connection, packet);
}

/** Negative acknowledgements are of 5.0; a client of 3.x must not know the difference (v3 MQTT-3.3.5-2). */
function deny(core: Core, receipt: Receipt, event: ReceiverEvent): void {
  const { connection, session, packetId, message, denial } = receipt;
  const { qos } = event as Extract<ReceiverEvent, { type: 'PUBLISH' }>;
  const reasonCode = versionOf(connection) === 5 ? denial : ReasonCode.success;
  if (qos === 2 && reasonCode === ReasonCode.success) core.journal.inbound(session, packetId);
  answer(core, connection, { type: qos === 1 ? 'PUBACK' : 'PUBREC', packetId, reasonCode });
  core.tally.refused.publishes += 1;
  core.announce({
    type: 'publish.refused',
    connection: connection.id,
    clientId: connection.clientId,
    topicName: (message as Message).topicName,
    reasonCode: denial,
  });
}

function reportIdentifierInUse(core: Core, { connection, packetId }: Receipt): void {
  if (versionOf(connection) === 5) {
    const reasonCode = ReasonCode.packetIdentifierInUse;
    answer(core, connection, { type: 'PUBACK', packetId, reasonCode });
    return;
  }
  const detail = `Packet Identifier ${packetId} at QoS 1, while it is in use at QoS 2`;
  core.post(protocolError(connection.id, detail, 'v3 MQTT-2.3.1-2'));
}

export const receiverEffects: Readonly<Record<string, Performer<Receipt, ReceiverEvent>>> = {
  acceptMessage: (core, receipt) => {
    const { message, session } = receipt;
    receipt.recipients = publishMessage(core, message as Message, session.number);
  },
  transmitPuback: (core, receipt) =>
    answer(core, receipt.connection, {
      type: 'PUBACK',
      packetId: receipt.packetId,
      reasonCode: acceptance(receipt),
    }),
  transmitPubrec: (core, receipt) => {
    const { connection, session, packetId } = receipt;
    core.journal.inbound(session, packetId);
    const reasonCode = acceptance(receipt);
    answer(core, connection, { type: 'PUBREC', packetId, reasonCode });
  },
  transmitPubrecAgain: (core, { connection, packetId }) =>
    core.transmit(connection, { type: 'PUBREC', packetId, reasonCode: ReasonCode.success }),
  transmitDenial: deny,
  transmitPubcomp: (core, { connection, session, packetId }) => {
    core.journal.noInbound(session, packetId);
    answer(core, connection, { type: 'PUBCOMP', packetId, reasonCode: ReasonCode.success });
  },
  transmitPubcompUnknown: (core, { connection, packetId }) => {
    const reasonCode = versionOf(connection) === 5 ? ReasonCode.packetIdentifierNotFound : 0;
    answer(core, connection, { type: 'PUBCOMP', packetId, reasonCode });
  },
  reportIdentifierInUse,
};
