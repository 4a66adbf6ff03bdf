/** What can be done at a record of a run: all that can happen next, and all that can be done to it. */
import { type ProtocolVersion, ReasonCode } from '../../machines/index.ts';
import type { WorldDeed } from '../world/scripts.ts';
import type { Actor, World } from '../world/world.ts';
import type { Deed } from './deed.ts';
import { deedInWords, flightInWords } from './deed-words.ts';
import { inFlight } from './flights.ts';
import type { InteractiveRun } from './run.ts';
import { thingInWords } from './thing-words.ts';
import { type Thing, thingsNext } from './things.ts';
import { hasLink } from './whereabouts.ts';

/** Something that can be done as it stands, without anything to be filled in. */
export interface PossibleStep {
  readonly kind: 'packet' | 'timer' | 'store' | 'script' | 'fault' | 'operator';
  /** Which client it concerns, by its name; undefined for the broker, the store and the world. */
  readonly client: string | undefined;
  readonly sentence: string;
  /** A word or two, for where the client is named already. */
  readonly short: string;
  /** How long until it would happen by itself; undefined for what does not. */
  readonly inMs: number | undefined;
  /** It is what the run does next. */
  readonly isNext: boolean;
  /** Of a timer of the broker: as its effects name it. */
  readonly timer: string | undefined;
  readonly deed: Deed;
}

/** A packet on its way, that can be put off or lost. */
export interface PacketOnItsWay {
  readonly sentBy: string;
  readonly client: string | undefined;
  readonly sentence: string;
  readonly inMs: number;
  readonly isHeld: boolean;
}

export interface ClientThere {
  readonly name: string;
  readonly clientId: string;
  readonly version: ProtocolVersion;
  /** Outermost state of its chart. */
  readonly phase: string;
  /** The broker's number for its connection; undefined when it has none. */
  readonly connection: number | undefined;
  readonly isRaw: boolean;
}

export interface StepsAt {
  /** The record after which it would be done: the last one of the step that is under the cursor. */
  readonly n: number;
  readonly timeMs: number;
  readonly isBrokerUp: boolean;
  /** First what happens by itself, in the order of its time; then what is done to the run. */
  readonly steps: readonly PossibleStep[];
  readonly flights: readonly PacketOnItsWay[];
  readonly clients: readonly ClientThere[];
}

/** @throws InterventionError for a record that there is not */
export function stepsAt(run: InteractiveRun, n: number): StepsAt {
  const boundary = run.boundary(n);
  const { world } = run.at(boundary);
  const next = run.nextAfter(boundary);
  return {
    n: boundary,
    timeMs: world.nowMs,
    isBrokerUp: world.state.broker !== undefined,
    steps: [
      ...thingsNext(world).map((thing) => stepOf(world, thing, next)),
      ...deedsNow(world).map((deed) => doing(world, deed)),
    ],
    flights: inFlight(world).map(({ parcel, link, inMs, isHeld }) => {
      const sentence = flightInWords(world, parcel.by);
      return { sentBy: parcel.by, client: ownerOf(world, link), sentence, inMs, isHeld };
    }),
    clients: world.state.actors.map((actor) => clientThere(world, actor)),
  };
}

const KINDS: { readonly [Kind in Thing['kind']]: PossibleStep['kind'] } = {
  arrival: 'packet',
  timer: 'timer',
  store: 'store',
  script: 'script',
};

function stepOf(world: World, thing: Thing, next: string | undefined): PossibleStep {
  const { kind, label, atMs } = thing;
  return {
    kind: isOfScript(thing) ? 'script' : KINDS[kind],
    client: clientOf(world, thing),
    sentence: thingInWords(world, thing),
    short: label,
    inMs: Math.max(0, atMs - world.nowMs),
    isNext: label === next,
    timer: /^broker (.+)/.exec(label)?.[1],
    deed: { do: 'take', what: label },
  };
}

/** That a script has waited long enough is a timer to the world, and to people a part of the script. */
function isOfScript(thing: Thing): boolean {
  return thing.kind === 'timer' && /^(wait \d+|world)$/.test(thing.timer);
}

function clientOf(world: World, thing: Thing): string | undefined {
  if (thing.kind === 'arrival') return ownerOf(world, thing.link);
  if (thing.kind === 'script') return thing.client;
  if (thing.kind === 'store') return undefined;
  const [, index] = /^(?:client|wait) (\d+)/.exec(thing.timer) ?? [];
  if (index !== undefined) return world.state.actors[Number(index)]?.name;
  const [, link] = /^broker connection (\d+) /.exec(thing.timer) ?? [];
  return link === undefined ? undefined : ownerOf(world, Number(link));
}

function ownerOf({ state }: World, link: number): string | undefined {
  const owner = state.links.get(link);
  return owner && state.actors[owner.actor]?.name;
}

/** Faults and an operator's commands: those that make a difference now. */
function deedsNow(world: World): readonly WorldDeed[] {
  const { actors, broker } = world.state;
  if (broker === undefined) return [{ do: 'recover' }];
  // Before it has a session, and once it is being disconnected, a kick comes to nothing.
  const online = broker.view().sessions.filter(({ connection }) => connection !== 0);
  return [
    ...actors.filter((actor) => hasLink(world, actor)).flatMap((actor) => faultsOf(world, actor)),
    { do: 'crash' },
    ...online.map(({ clientId }): WorldDeed => {
      return { do: 'kick', clientId, reasonCode: ReasonCode.administrativeAction };
    }),
    { do: 'shutdown' },
  ];
}

function faultsOf({ network, nowMs }: World, { name: client, ...actor }: Actor): WorldDeed[] {
  const link = actor.links.get(actor.client.view().connection) as number;
  const { isHalfOpen, isPartitioned, toClient } = network.snapshot(link, nowMs);
  return [
    { do: 'cut', client },
    ...(isHalfOpen ? [] : [{ do: 'halfOpen', client } as const]),
    { do: isPartitioned ? 'heal' : 'partition', client },
    { do: toClient.isStalled ? 'unstall' : 'stall', client },
  ];
}

function doing(world: World, step: WorldDeed): PossibleStep {
  const deed: Deed = { do: 'world', step };
  return {
    kind: step.do === 'kick' || step.do === 'shutdown' ? 'operator' : 'fault',
    client: 'client' in step ? step.client : speakerOf(world, step),
    sentence: deedInWords(world, deed),
    short: step.do === 'halfOpen' ? 'half-open' : step.do,
    inMs: undefined,
    isNext: false,
    timer: undefined,
    deed,
  };
}

/** Whom an operator disconnects. */
function speakerOf(world: World, step: WorldDeed): string | undefined {
  const sessions = step.do === 'kick' ? (world.state.broker?.view().sessions ?? []) : [];
  const own = sessions.find(({ clientId }) => step.do === 'kick' && clientId === step.clientId);
  return own === undefined ? undefined : ownerOf(world, own.connection);
}

function clientThere(world: World, actor: Actor): ClientThere {
  const { options } = actor.client;
  const { clientId, phase, connection } = actor.client.view();
  return {
    name: actor.name,
    clientId,
    version: options.version,
    phase,
    connection: hasLink(world, actor) ? actor.links.get(connection) : undefined,
    isRaw: options.raw,
  };
}
