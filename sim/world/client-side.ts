/** The clients in their world: commands and arrivals go in, what they ask for is performed. */

import { unreachable } from '../../machines/index.ts';
import type { CauseId } from '../../machines/trace/format.ts';
import type { ClientInput, ClientOutput } from '../client/messages.ts';
import { open } from './broker-side.ts';
import type { Actor, World } from './world.ts';

export function tellClient(
  world: World,
  index: number,
  input: ClientInput,
  by: CauseId | undefined,
): void {
  const actor = world.state.actors[index] as Actor;
  for (const output of actor.client.step(input)) perform(world, index, actor, output, by);
}

/** Tells clients what has come of their knocking. */
export function settleClients(world: World): void {
  for (let next = world.clients.shift(); next !== undefined; next = world.clients.shift()) {
    tellClient(world, next.index, next.input, next.by);
  }
}

export function fireClientTimer(
  world: World,
  index: number,
  timer: string,
  by: CauseId | undefined,
): void {
  const { name } = world.state.actors[index] as Actor;
  const note = { actor: `client ${name}`, kind: 'timer', detail: timer };
  tellClient(world, index, { type: 'timer', timer }, world.log.note(world.nowMs, note, by));
}

function perform(
  world: World,
  index: number,
  actor: Actor,
  output: ClientOutput,
  by: CauseId | undefined,
): void {
  const note = (kind: string, more: object = {}) =>
    world.log.note(world.nowMs, { actor: `client ${actor.name}`, kind, ...more }, by);
  const link = 'connection' in output ? (actor.links.get(output.connection) ?? 0) : 0;
  switch (output.type) {
    case 'open':
      openLink(world, index, actor, output.connection, note('opens'));
      return;
    case 'send': {
      const { packet } = output;
      const cause = note('sends', { connection: link, packet });
      world.network.send(link, 'client', { packet, by: cause }, world.moment);
      return;
    }
    case 'close':
      note(output.abort ? 'aborts' : 'closes', { connection: link });
      if (output.abort) world.network.abort(link, 'client', world.moment);
      else world.network.close(link, 'client', world.moment);
      return;
    case 'setTimer':
      world.setTimer(`client ${index} ${output.timer}`, output.delayMs, by ?? '0');
      return;
    case 'clearTimer':
      world.clearTimer(`client ${index} ${output.timer}`);
      return;
    case 'received': {
      actor.received += 1;
      const { message, qos } = output;
      note('handed', { connection: link, detail: `${message.topicName}, QoS ${qos}` });
      return;
    }
    case 'completed':
      // A QoS 0 message is not acknowledged by anybody.
      if (output.packetId !== 0) actor.acknowledged += 1;
      return;
    case 'abandoned':
      note('abandons', { detail: `${output.of} ${output.packetId}` });
      return;
    case 'refused':
      note('refuses', { detail: output.command.type });
      return;
    case 'connected':
      return;
    case 'state':
      note('state', { state: output.state, detail: output.cause });
      return;
    default:
      unreachable(output);
  }
}

/** Links are numbered through all clients; a client counts its own connections. */
function openLink(
  world: World,
  index: number,
  actor: Actor,
  connection: number,
  by: CauseId,
): void {
  const link = ++world.state.lastLink;
  actor.links.set(connection, link);
  world.state.links.set(link, { actor: index, connection });
  const isOpen = open(world, link, actor.name, by);
  world.clients.push({ index, input: { type: isOpen ? 'opened' : 'failed', connection }, by });
}
