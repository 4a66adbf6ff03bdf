/** What an operator, or the program that embeds the broker, can have it do. */
import type { Command } from '../inputs.ts';
import { unreachable } from '../unreachable.ts';
import type { Core } from './core.ts';
import { publishMessage } from './publishing.ts';

/** The session number that stands for messages from the embedding program. */
const NO_SESSION = 0;

export function command(core: Core, command: Command): void {
  switch (command.type) {
    case 'publish':
      publishMessage(core, command.message, NO_SESSION);
      return;
    case 'subscribe':
      core.router.addLocal(command.subscriber, command.topicFilter);
      break;
    case 'unsubscribe':
      core.router.removeLocal(command.subscriber, command.topicFilter);
      break;
    case 'kick':
      kick(core, command.clientId, command.reasonCode, command.serverReference);
      break;
    case 'discard':
      discard(core, command.clientId, command.reasonCode);
      break;
    case 'shutdown':
      for (const { id } of core.records.allConnections()) {
        core.post({ to: 'connection', id, event: { type: 'broker.closing' } });
      }
      return;
    default:
      unreachable(command);
  }
}

function kick(core: Core, clientId: string, reasonCode: number, serverReference?: string): void {
  const id = core.sessionOf(clientId)?.connection ?? 0;
  if (id === 0) return;
  const elsewhere = serverReference !== undefined && { serverReference };
  const event = { type: 'operator.kicked' as const, reasonCode, ...elsewhere };
  core.post({ to: 'connection', id, event });
}

function discard(core: Core, clientId: string, reasonCode: number): void {
  kick(core, clientId, reasonCode);
  // Only an offline session can be discarded, so its connection has to let go first.
  core.drain();
  const session = core.sessionOf(clientId);
  if (session === undefined) return;
  core.post({ to: 'session', number: session.number, event: { type: 'session.discarded' } });
}
