/** Interventions, done to a world: first it is seen whether they can be, then the trace says so, and then they are. */
import { type ProtocolVersion, unreachable } from '../../machines/index.ts';
import type { CauseId } from '../../machines/trace/format.ts';
import { thereAre } from '../inspect/clients.ts';
import { clientDoes, type WorldDeed, worldDoes } from '../world/scripts.ts';
import { type Content, createActor, type World } from '../world/world.ts';
import type { Chance } from './chance.ts';
import { type ClientPacket, type Deed, InterventionError } from './deed.ts';
import { deedInWords } from './deed-words.ts';
import { flightOf, type InFlight } from './flights.ts';
import { thingsNext } from './things.ts';
import { actorOf, linkOf, needBroker } from './whereabouts.ts';

/** What follows an intervention can be seen for so long, when the run would have ended before. */
export const AFTERMATH_MS = 10_000;

/** What a deed does; `by` is the record that tells of it. */
type Act = (by: CauseId) => void;

/** @throws InterventionError, and then nothing has been done */
export function perform(world: World, chance: Chance, deed: Deed): void {
  const act = prepared(world, chance, deed);
  const connection = connectionOf(world, deed);
  const about = { actor: 'person', kind: 'byHand', detail: deedInWords(world, deed) };
  const note = { ...about, ...(connection !== undefined && { connection }) };
  chance.intervene();
  act(world.log.note(world.nowMs, note, undefined));
  world.settle();
  world.state.endsAtMs = Math.max(world.state.endsAtMs, world.nowMs + AFTERMATH_MS);
}

function prepared(world: World, chance: Chance, deed: Deed): Act {
  switch (deed.do) {
    case 'take':
      return taking(world, chance, deed.what);
    case 'packet':
      return sending(world, deed.client, checked(world, deed.client, deed.packet));
    case 'malformed': {
      const { reasonCode, detail } = deed;
      return sending(world, deed.client, { malformed: { reasonCode, detail } });
    }
    case 'delay': {
      const { link, to, index } = needFlight(world, deed.packet);
      return () => world.network.delay(link, to, index, deed.ms, world.nowMs);
    }
    case 'lose': {
      const { parcel } = needFlight(world, deed.packet);
      return () => {
        world.state.traps = [...world.state.traps, { by: parcel.by }];
      };
    }
    case 'join':
      return joining(world, deed);
    case 'client': {
      const { actor, index } = actorOf(world, deed.client);
      if (actor.client.view().phase === 'ended') {
        throw new InterventionError(`${deed.client} has stopped for good`);
      }
      return (by) => clientDoes(world, index, deed.step, by);
    }
    case 'world':
      checkWorldDeed(world, deed.step);
      return (by) => worldDoes(world, deed.step, by);
    case 'extend':
      return () => {
        world.state.endsAtMs = Math.max(world.state.endsAtMs, world.nowMs + deed.ms);
      };
    default:
      return unreachable(deed);
  }
}

/** So that drawings have it beside the client that it is about. */
function connectionOf(world: World, deed: Deed): number | undefined {
  if (deed.do === 'take') {
    const [, link] = /(?:^broker connection | of )(\d+) /.exec(`${deed.what} `) ?? [];
    return link === undefined ? undefined : Number(link);
  }
  const client = deed.do === 'world' ? 'client' in deed.step && deed.step.client : undefined;
  const name = client || ('client' in deed ? deed.client : undefined);
  const actor = world.state.actors.find((each) => each.name === name);
  return actor?.links.get(actor.client.view().connection);
}

function taking(world: World, chance: Chance, what: string): Act {
  const things = thingsNext(world);
  const found = things.find(({ label }) => label === what);
  if (found === undefined) {
    const has = things.map(({ label }) => `'${label}'`).join(', ') || 'nothing';
    throw new InterventionError(`'${what}' cannot come next; what can is ${has}`);
  }
  return () => {
    world.clock.advanceTo(Math.max(found.atMs, world.nowMs));
    chance.insist(what);
    world.step();
  };
}

function sending(world: World, client: string, what: Content): Act {
  const { link, snapshot } = linkOf(world, client);
  if (snapshot.toBroker.isEnded) {
    throw new InterventionError(
      `${client} has closed its side of the connection, so that it can send nothing more`,
    );
  }
  return (by) => {
    const packet = 'packet' in what ? what : { detail: what.malformed.detail };
    const about = { actor: `client ${client}`, kind: 'sends', connection: link };
    const sent = world.log.note(world.nowMs, { ...about, ...packet }, by);
    world.network.send(link, 'client', { ...what, by: sent }, world.moment);
  };
}

/** What the bytes of the client's version have no room for would never come out of the broker's decoder. */
function checked(world: World, client: string, packet: ClientPacket) {
  const { version } = actorOf(world, client).actor.client.options;
  if (version < 5) checkPlain(packet, version);
  return { packet };
}

function checkPlain(packet: ClientPacket, version: ProtocolVersion): void {
  const name = version === 4 ? '3.1.1' : '3.1';
  if (packet.type === 'AUTH') {
    throw new InterventionError(`MQTT ${name} has no AUTH; send bytes that are malformed instead`);
  }
  if ('properties' in packet && Object.keys(packet.properties ?? {}).length > 0) {
    throw new InterventionError(`MQTT ${name} has no properties, and so none in ${packet.type}`);
  }
}

function needFlight(world: World, sentBy: CauseId): InFlight {
  const found = flightOf(world, sentBy);
  if (found === undefined) {
    throw new InterventionError(`no packet that was sent with ${sentBy} is on its way`);
  }
  return found;
}

function joining(world: World, { name, is }: Deed & { do: 'join' }): Act {
  if (name === 'world' || world.state.actors.some((actor) => actor.name === name)) {
    throw new InterventionError(`there is a client ${name} already; give another name`);
  }
  return () => world.state.actors.push(createActor({ name, is }));
}

function checkWorldDeed(world: World, step: WorldDeed): void {
  switch (step.do) {
    case 'cut':
    case 'halfOpen':
      if (linkOf(world, step.client).snapshot.isHalfOpen && step.do === 'halfOpen') {
        throw new InterventionError(`the connection of ${step.client} is half-open already`);
      }
      return;
    case 'partition':
    case 'heal':
      if (linkOf(world, step.client).snapshot.isPartitioned === (step.do === 'partition')) {
        const is = step.do === 'heal' ? 'is not partitioned' : 'is partitioned already';
        throw new InterventionError(`the connection of ${step.client} ${is}`);
      }
      return;
    case 'stall':
    case 'unstall':
      if (linkOf(world, step.client).snapshot.toClient.isStalled === (step.do === 'stall')) {
        const reads = step.do === 'unstall' ? 'reads' : 'does not read already';
        throw new InterventionError(`${step.client} ${reads}`);
      }
      return;
    case 'lose':
      actorOf(world, step.client);
      return;
    case 'recover':
      if (world.state.broker !== undefined) throw new InterventionError('the broker is not down');
      return;
    case 'crash':
    case 'shutdown':
      needBroker(world);
      return;
    case 'kick':
      needBroker(world);
      checkKnown(world, step.clientId);
      return;
    default:
      unreachable(step);
  }
}

function checkKnown({ state }: World, clientId: string): void {
  const known = state.broker?.view().connections.map((each) => each.clientId) ?? [];
  if (known.includes(clientId)) return;
  throw new InterventionError(
    `no client '${clientId}' is connected to the broker; ${thereAre(known)}`,
  );
}
