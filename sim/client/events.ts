/** From what the world brings to the events of the client's charts, and back. */
import type { ClientCommandEvent, ClientEvent } from '../../machines/charts/client-types.ts';
import type { Packet } from '../../machines/packets.ts';
import type { ClientCore } from './core.ts';
import type { ClientCommand } from './messages.ts';
import { keepsReceiveMaximum } from './receiving.ts';

export function commandEvent(command: ClientCommand): ClientCommandEvent {
  return { ...command, type: `command.${command.type}` } as ClientCommandEvent;
}

export function commandOf(event: ClientEvent): ClientCommand {
  return { ...event, type: event.type.slice('command.'.length) } as ClientCommand;
}

/** A packet of the broker, together with what the chart's guards want to know at this moment. */
export function packetEvent(core: ClientCore, packet: Packet): ClientEvent {
  return {
    type: packet.type,
    packet,
    hasSession: core.state.session !== undefined,
    withinReceiveMaximum: keepsReceiveMaximum(core, packet),
    isAnswer: isAnswer(core, packet),
  } as ClientEvent;
}

/** UNSUBACK of 3.x has no codes to count. */
function isAnswer({ state, options }: ClientCore, packet: Packet): boolean {
  if (packet.type !== 'SUBACK' && packet.type !== 'UNSUBACK') return false;
  const request = state.unanswered.get(packet.packetId);
  if (packet.type === 'SUBACK') {
    if (request?.type !== 'command.subscribe') return false;
    return packet.reasonCodes.length === request.subscriptions.length;
  }
  if (request?.type !== 'command.unsubscribe') return false;
  return options.version < 5 || packet.reasonCodes.length === request.topicFilters.length;
}
