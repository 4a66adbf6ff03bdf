/** What can go wrong, done to the world. */
import type { CauseId } from '../../machines/trace/format.ts';
import type { FaultKind } from '../scenario/scenario.ts';
import { crash } from './broker-side.ts';
import type { World } from './world.ts';

/** After a crash that was nobody's plan the broker is started again. */
const RECOVERY_MS = 3_000;

export function strike(world: World, fault: FaultKind, link: number): void {
  if (fault === 'crash') {
    crash(world);
    world.setTimer('recovery', RECOVERY_MS, '0');
  } else if (fault === 'cut') cut(world, link, 'fault');
  else halfOpen(world, link);
}

/** The connection fails for both sides; what was on its way is lost. */
export function cut(world: World, link: number, detail: string, by?: CauseId): void {
  note(world, link, 'cut', by, detail);
  world.network.cut(link, world.nowMs, 'lost');
}

export function halfOpen(world: World, link: number, by?: CauseId): void {
  note(world, link, 'halfOpen', by);
  world.network.halfOpen(link);
}

export function partition(world: World, link: number, by?: CauseId): void {
  note(world, link, 'partition', by);
  world.network.partition(link);
}

export function heal(world: World, link: number, by?: CauseId): void {
  note(world, link, 'heal', by);
  world.network.heal(link, world.nowMs);
}

/** The client does not read any more. */
export function stall(world: World, link: number, by?: CauseId): void {
  note(world, link, 'stall', by);
  world.network.stall(link, 'client');
}

export function unstall(world: World, link: number, by?: CauseId): void {
  note(world, link, 'unstall', by);
  world.network.unstall(link, 'client', world.nowMs);
}

function note(
  world: World,
  link: number,
  kind: string,
  by: CauseId | undefined,
  detail = '',
): void {
  const owner = world.state.links.get(link);
  const name = owner && world.state.actors[owner.actor]?.name;
  const about = { actor: `network ${name}`, kind, connection: link };
  world.log.note(world.nowMs, { ...about, ...(detail !== '' && { detail }) }, by);
}
