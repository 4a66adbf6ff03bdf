/** The broker in its world: inputs go in, effects are performed. The simulator's counterpart of src/driver.ts. */
import {
  Broker,
  type Effect,
  type Input,
  type StoredValue,
  unreachable,
  type Write,
} from '../../machines/index.ts';
import type { CauseId } from '../../machines/trace/format.ts';
import type { Write as StoreWrite } from '../store/store.ts';
import type { World } from './world.ts';

type Untimed<I> = I extends unknown ? Omit<I, 'nowMs'> : never;

/** What follows from performing an effect, at the same time and after it. */
export interface Following {
  readonly input: Untimed<Input>;
  readonly by: CauseId;
}

/** Nothing happens to a broker that has crashed. */
export function feed(world: World, input: Untimed<Input>, by: CauseId | undefined): void {
  const { broker } = world.state;
  if (broker === undefined) return;
  const timed = { ...input, nowMs: world.nowMs } as Input;
  const effects = broker.step(timed);
  const id = world.log.step(world.nowMs, timed, effects, by);
  for (const [index, effect] of effects.entries()) perform(world, effect, `${id}.${index + 1}`);
}

/** Inputs that effects have led to without anybody's doing, until there are none. */
export function settleBroker(world: World): void {
  for (;;) {
    const next = world.following.shift();
    if (next === undefined) return;
    feed(world, next.input, next.by);
  }
}

function follow(world: World, input: Untimed<Input>, by: CauseId): void {
  world.following.push({ input, by });
}

function perform(world: World, effect: Effect, by: CauseId): void {
  const { network, moment } = world;
  switch (effect.type) {
    case 'transmit': {
      const { connection, packet } = effect;
      for (const output of network.send(connection, 'broker', { packet, by }, moment)) {
        if (output.type === 'congested') follow(world, { type: 'congested', connection }, by);
      }
      return;
    }
    case 'close':
      if (effect.abort) network.abort(effect.connection, 'broker', moment);
      else network.close(effect.connection, 'broker', moment);
      return;
    case 'setTimer':
      world.setTimer(`broker ${effect.timer}`, effect.delayMs, by);
      return;
    case 'clearTimer':
      world.clearTimer(`broker ${effect.timer}`);
      return;
    case 'store':
      world.store.submit(effect.id, effect.writes.map(storeWrite), moment);
      return;
    // Everybody is who they say, and may do what they like: a scenario has no say in that yet.
    case 'authenticate': {
      const outcome = { kind: 'accepted' as const };
      follow(world, { type: 'authenticated', connection: effect.connection, outcome }, by);
      return;
    }
    case 'authorize': {
      const allowed = effect.topics.map(() => true);
      follow(world, { type: 'authorized', connection: effect.connection, allowed }, by);
      return;
    }
    // Nobody listens but the log.
    case 'hand':
    case 'announce':
      return;
    default:
      unreachable(effect);
  }
}

function storeWrite(write: Write): StoreWrite<StoredValue> {
  if (write.type === 'deleteAll') return { below: write.key };
  return { key: write.key, value: write.type === 'put' ? write.value : undefined };
}

export function fireBrokerTimer(world: World, timer: string, by: CauseId | undefined): void {
  feed(world, { type: 'timer', timer }, by);
}

export function completeStore(world: World): void {
  feed(world, world.store.complete(world.moment), undefined);
}

/** The broker is gone: with its memory, its timers and its ends of all connections. What its store has stays. */
export function crash(world: World, by?: CauseId): void {
  world.log.note(world.nowMs, { actor: 'broker', kind: 'crash' }, by);
  world.state.broker = undefined;
  world.store.crash(world.chooser);
  for (const { id } of world.clock.timers()) if (id.startsWith('broker ')) world.clearTimer(id);
  for (const link of world.network.links()) world.network.abort(link, 'broker', world.moment);
  world.following.length = 0;
}

export function recover(world: World, by?: CauseId): void {
  if (world.state.broker !== undefined) return;
  const own = world.log.note(world.nowMs, { actor: 'broker', kind: 'recover' }, by);
  world.state.broker = new Broker(world.options);
  const entries: [string, StoredValue][] = world.store.contents();
  feed(world, { type: 'recovered', entries }, own);
}

/** A client knocks. @returns false where no broker is. */
export function open(world: World, link: number, client: string, by: CauseId): boolean {
  if (world.state.broker === undefined) return false;
  world.network.open(link, world.linkSettings);
  const origin = { transport: 'tcp' as const, remote: client };
  // Unguessable is not asked for here; that no two are the same is.
  feed(world, { type: 'opened', connection: link, origin, nonce: `${client}-${link}` }, by);
  return true;
}
