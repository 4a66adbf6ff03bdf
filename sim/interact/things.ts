/** What can happen next in a world, now or later, by the labels that its choosers see. */
import { arrivalLabel } from '../world/arrivals.ts';
import type { World } from '../world/world.ts';

interface ThingHead {
  /** As the chooser calls it; there is one of each. */
  readonly label: string;
  /** The past where it has been left; then it may happen at once. */
  readonly atMs: number;
}

export type Thing = ThingHead &
  (
    | { readonly kind: 'arrival'; readonly link: number; readonly to: 'client' | 'broker' }
    /** As the world names it: `broker connection 1 keepAlive`, `client 0 connackTimeout`, `wait 0`. */
    | { readonly kind: 'timer'; readonly timer: string }
    | { readonly kind: 'store' }
    /** A script, of the client or of the world, that can go on. */
    | { readonly kind: 'script'; readonly client: string | undefined }
  );

/** Those that are due first come first. */
export function thingsNext(world: World): readonly Thing[] {
  const things = [...arrivals(world), ...stored(world), ...timers(world), ...scripts(world)];
  return things.sort((a, b) => a.atMs - b.atMs);
}

/** The first of each direction that nothing holds back. */
function arrivals({ network, nowMs }: World): readonly Thing[] {
  return network.due(Number.POSITIVE_INFINITY).map((key) => {
    const arrival = network.peek(key);
    const { link, to } = arrival;
    const { toBroker, toClient } = network.snapshot(link, nowMs);
    const inMs = (to === 'broker' ? toBroker : toClient).flights[0]?.inMs ?? 0;
    return { kind: 'arrival', label: arrivalLabel(arrival), atMs: nowMs + inMs, link, to };
  });
}

function stored({ store }: World): readonly Thing[] {
  const atMs = store.nextDeadlineMs();
  return atMs === undefined ? [] : [{ kind: 'store', label: 'store answers', atMs }];
}

function timers({ clock }: World): readonly Thing[] {
  return clock.timers().map(({ id, deadlineMs }) => {
    return { kind: 'timer', label: id, atMs: deadlineMs, timer: id };
  });
}

function scripts(world: World): readonly Thing[] {
  const ready = world.enabled().filter(({ kind }) => kind === 'client');
  return ready.map(({ label }) => {
    const actor = world.state.actors.find(({ name }) => label === `${name} goes on`);
    return { kind: 'script', label, atMs: world.nowMs, client: actor?.name };
  });
}
