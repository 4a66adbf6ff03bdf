/** What the effects of the client chart do. */
import type {
  ClientEvent,
  ConnackEvent,
  DisconnectCommand,
  PublishCommand,
  ServerPublishEvent,
} from '../../machines/charts/client-types.ts';
import type { Message, Suback, Unsuback } from '../../machines/packets.ts';
import { ReasonCode } from '../../machines/reason-codes.ts';
import {
  authPacket,
  connectPacket,
  createSession,
  forgetConnection,
  forgetSession,
  outcomeOf,
  resumeSession,
} from './connecting.ts';
import type { AllClientPerformers, ClientCore, Performers } from './core.ts';
import { commandOf } from './events.ts';
import type { ClientCommand } from './messages.ts';
import { receive, receiverPerformers, transmitHeldAcks } from './receiving.ts';
import {
  beginExchange,
  publishPacket,
  resume,
  senderPerformers,
  transmitRequest,
} from './sending.ts';
import type { Request } from './state.ts';

function close(core: ClientCore, abort: boolean): void {
  core.emit({ type: 'close', connection: core.state.connection, abort });
}

function transmitDisconnect(core: ClientCore, event: ClientEvent): void {
  const { reasonCode = 0, sessionExpiryIntervalSeconds: sessionExpiryInterval } =
    event.type === 'command.disconnect' ? event : ({} as Partial<DisconnectCommand>);
  if (core.options.version < 5) {
    core.send({ type: 'DISCONNECT', reasonCode: 0 });
    return;
  }
  const properties = sessionExpiryInterval === undefined ? undefined : { sessionExpiryInterval };
  core.send({ type: 'DISCONNECT', reasonCode, ...(properties && { properties }) });
}

/** 3.x has no words for it: there the network is closed and that is all. */
function transmitBlame(core: ClientCore): void {
  const { reasonCode } = core.state.snapshot.context.end;
  if (core.options.version === 5) core.send({ type: 'DISCONNECT', reasonCode });
}

function settleRequest(core: ClientCore, event: ClientEvent): void {
  const { packet } = event as { readonly packet: Suback | Unsuback };
  const { packetId, reasonCodes } = packet;
  const { unanswered } = core.state;
  const request = unanswered.get(packetId) as Request;
  unanswered.delete(packetId);
  core.emit({ type: 'completed', ...outcomeOf(packetId, request), reasonCodes });
}

function transmitQueued(core: ClientCore): void {
  const message = core.state.publishes.shift() as Message;
  core.send(publishPacket(message, 0, false));
  core.emit({ type: 'completed', of: 'PUBLISH', packetId: 0, message, reasonCodes: [] });
}

function refuseQueued(core: ClientCore): void {
  const message = core.state.publishes.shift() as Message;
  core.emit({ type: 'refused', command: { type: 'publish', message } });
}

const clientPerformers: Performers<undefined, ClientEvent> = {
  openNetwork: (core) => {
    core.state.connection = ++core.state.connections;
    core.emit({ type: 'open', connection: core.state.connection });
  },
  closeNetwork: (core) => close(core, false),
  abortNetwork: (core) => close(core, true),
  forgetConnection,
  transmitConnect: (core) => core.send(connectPacket(core)),
  transmitDisconnect: (core, _, event) => transmitDisconnect(core, event),
  transmitBlame,
  transmitPingreq: (core) => core.send({ type: 'PINGREQ' }),
  transmitAuthContinue: (core) => core.send(authPacket(core, ReasonCode.continueAuthentication)),
  transmitReauthenticate: (core) => core.send(authPacket(core, ReasonCode.reAuthenticate)),
  transmitRaw: (core, _, event) =>
    core.send((event as Extract<ClientEvent, { type: 'command.send' }>).packet),
  transmitHeldAcks: (core, _, event) => {
    const { count = 1 } = event as Extract<ClientEvent, { type: 'command.acknowledge' }>;
    transmitHeldAcks(core, count);
  },

  createSession: (core, _, event) => createSession(core, event as ConnackEvent),
  resumeSession: (core, _, event) => {
    resumeSession(core, event as ConnackEvent);
    resume(core);
  },
  discardSession: forgetSession,
  endSession: forgetSession,

  enqueuePublish: (core, _, event) => core.state.publishes.push((event as PublishCommand).message),
  enqueueRequest: (core, _, event) => core.state.requests.push(event as Request),
  refuseCommand: (core, _, event) =>
    core.emit({ type: 'refused', command: commandOf(event) as ClientCommand }),
  transmitRequest,
  settleRequest: (core, _, event) => settleRequest(core, event),
  transmitQueued,
  beginExchange,
  refuseQueued,

  receive: (core, _, event) => receive(core, (event as ServerPublishEvent).packet),
  acknowledge: (core, _, event) => {
    const { type, packetId, reasonCode } = (event as Acknowledgement).packet;
    const exchange = core.session.outbound.get(packetId);
    core.stepSender({ packetId, exchange }, { type, reasonCode });
  },
  release: (core, _, event) => {
    const { packetId, reasonCode } = (event as Release).packet;
    core.stepReceiver({ packetId, publish: undefined }, { type: 'PUBREL', reasonCode });
  },
};

type Acknowledgement = Extract<ClientEvent, { type: 'PUBACK' | 'PUBREC' | 'PUBCOMP' }>;
type Release = Extract<ClientEvent, { type: 'PUBREL' }>;

export const allClientPerformers: AllClientPerformers = {
  client: clientPerformers,
  sender: senderPerformers,
  receiver: receiverPerformers,
};
