/** Who and what an intervention is about, in the world as it is. */
import { thereAre } from '../inspect/clients.ts';
import type { LinkSnapshot } from '../network/link.ts';
import { quoted } from '../render/sentences/words.ts';
import type { Actor, Parcel, World } from '../world/world.ts';
import { InterventionError } from './deed.ts';

export interface OwnLink {
  readonly link: number;
  readonly snapshot: LinkSnapshot<Parcel>;
}

/** @throws InterventionError that names the clients there are */
export function actorOf(world: World, name: string): { actor: Actor; index: number } {
  const index = world.state.actors.findIndex((actor) => actor.name === name);
  const actor = world.state.actors[index];
  if (actor !== undefined) return { actor, index };
  const names = world.state.actors.map((each) => each.name);
  throw new InterventionError(`there is no client ${name}; ${thereAre(names)}`);
}

/** As drawings call it: by its Client Identifier, where no other client has the same. */
export function nameOf({ state }: World, name: string): string {
  const clientIds = state.actors.map(({ client }) => client.view().clientId);
  const own = clientIds[state.actors.findIndex((actor) => actor.name === name)] ?? '';
  if (own === '') return name;
  const isOnly = clientIds.indexOf(own) === clientIds.lastIndexOf(own);
  return isOnly ? quoted(own) : `${quoted(own)} (${name})`;
}

/** The connection that a client has now. @throws InterventionError when it has none */
export function linkOf(world: World, name: string): OwnLink {
  const { actor } = actorOf(world, name);
  const { connection, phase } = actor.client.view();
  const link = actor.links.get(connection);
  if (link === undefined || !world.network.has(link)) {
    throw new InterventionError(`${name} has no connection: it is ${phase}`);
  }
  return { link, snapshot: world.network.snapshot(link, world.nowMs) };
}

export function hasLink(world: World, { client, links }: Actor): boolean {
  const link = links.get(client.view().connection);
  return link !== undefined && world.network.has(link);
}

/** @throws InterventionError when it has crashed */
export function needBroker(world: World): void {
  if (world.state.broker === undefined) {
    throw new InterventionError('the broker is down since it crashed; let it recover first');
  }
}
