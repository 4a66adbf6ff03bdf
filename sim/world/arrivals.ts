/** What the network brings to either side. */
import type { Arrival, ArrivalKey, NetworkOutput } from '../network/outputs.ts';
import { feed } from './broker-side.ts';
import { tellClient } from './client-side.ts';
import { cut } from './faults.ts';
import type { Actor, Parcel, World } from './world.ts';

/** How choosers and people call what comes next in a direction of a link. */
export function arrivalLabel({ link, to, packet: parcel }: Arrival<Parcel>): string {
  const what = parcel === undefined ? 'end' : 'packet' in parcel ? parcel.packet.type : 'bytes';
  return `${what} of ${link} at ${to}`;
}

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
    // What is no packet is only ever sent to the broker.
    if (!('packet' in output.packet)) return;
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
    const { by, ...brought } = output.packet;
    if ('packet' in brought) feed(world, { type: 'received', connection, ...brought }, by);
    else feed(world, { type: 'malformed', connection, ...brought.malformed }, by);
  } else if (output.type === 'closed') {
    const { error } = output;
    feed(world, { type: 'closed', connection, ...(error !== undefined && { error }) }, undefined);
  } else {
    feed(world, { type: output.type, connection }, undefined);
  }
}

/** A packet that is to be lost takes its connection with it: that is how TCP loses packets. */
function springTrap(world: World, link: number, parcel: Parcel): boolean {
  const { by } = parcel;
  const what = 'packet' in parcel ? parcel.packet.type : 'bytes';
  const owner = world.state.links.get(link);
  const name = owner && world.state.actors[owner.actor]?.name;
  const index = world.state.traps.findIndex((trap) =>
    'by' in trap ? trap.by === by : trap.client === name && trap.packet === what,
  );
  if (index < 0) return false;
  world.state.traps = world.state.traps.toSpliced(index, 1);
  cut(world, link, `${what} is lost`);
  return true;
}
