/** What the network brings to either side. */
import type { ArrivalKey, NetworkOutput } from '../network/outputs.ts';
import { feed } from './broker-side.ts';
import { tellClient } from './client-side.ts';
import { cut } from './faults.ts';
import type { Actor, Parcel, World } from './world.ts';

export function arrive(world: World, key: ArrivalKey): void {
  const { link, packet } = world.network.peek(key);
  if (packet !== undefined && springTrap(world, link, packet)) return;
  for (const output of world.network.deliver(key, world.moment)) hand(world, output);
}

function hand(world: World, output: NetworkOutput<Parcel>): void {
  const { link, to } = output;
  if (to === 'broker') {
    handToBroker(world, output);
    return;
  }
  const owner = world.state.links.get(link);
  if (owner === undefined) return;
  const { actor, connection } = owner;
  if (output.type === 'deliver') {
    const { packet, by } = output.packet;
    const { name } = world.state.actors[actor] as Actor;
    const note = { actor: `client ${name}`, kind: 'receives', connection: link, packet };
    const arrival = world.log.note(world.nowMs, note, by);
    tellClient(world, actor, { type: 'received', connection, packet }, arrival);
  } else if (output.type === 'closed') {
    const type = output.error === undefined ? 'closed' : 'failed';
    tellClient(world, actor, { type, connection }, undefined);
  }
}

function handToBroker(world: World, output: NetworkOutput<Parcel>): void {
  const { link: connection } = output;
  if (output.type === 'deliver') {
    const { packet, by } = output.packet;
    feed(world, { type: 'received', connection, packet }, by);
  } else if (output.type === 'closed') {
    const { error } = output;
    feed(world, { type: 'closed', connection, ...(error !== undefined && { error }) }, undefined);
  } else {
    feed(world, { type: output.type, connection }, undefined);
  }
}

/** A packet that is to be lost takes its connection with it: that is how TCP loses packets. */
function springTrap(world: World, link: number, { packet }: Parcel): boolean {
  const owner = world.state.links.get(link);
  const name = owner && world.state.actors[owner.actor]?.name;
  const index = world.state.traps.findIndex(
    (trap) => trap.client === name && trap.packet === packet.type,
  );
  if (index < 0) return false;
  world.state.traps = world.state.traps.toSpliced(index, 1);
  cut(world, link, `${packet.type} is lost`);
  return true;
}
