/** The commands of transcripts. What each can say stands where it is dispatched, or with its packet. */
import {
  type AuthenticationOutcome,
  type BrokerOptions,
  DEFAULT_OPTIONS,
  type Engine,
} from '../../../machines/index.ts';
import { World } from '../world/world.ts';
import { bytes, clientPacket, connect, message } from './client-packets.ts';
import { Narrator, type Topic } from './narrator.ts';
import { stateInWords } from './state-in-words.ts';
import { milliseconds, Words } from './words.ts';

/** One transcript in progress: its world begins with the first command that needs one. */
export class Transcript {
  readonly #engine: Engine;
  #options: Partial<BrokerOptions> = {};
  #stage: { readonly world: World; readonly narrator: Narrator } | undefined;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Undefined when all of them only set the scene. */
  run(lines: readonly string[]): readonly string[] | undefined {
    const told = lines.map((line) => this.#perform(line));
    const output = [...(this.#stage?.narrator.take() ?? []), ...told.flatMap((each) => each ?? [])];
    return told.every((each) => each === undefined) ? undefined : output;
  }

  /** Lines that no effect tells. */
  #perform(line: string): readonly string[] | undefined {
    const words = new Words(line);
    const command = words.next('a command');
    // options NAME=VALUE…: of the broker, as in machines/options.ts. Before anything else.
    if (command === 'options') {
      if (this.#stage !== undefined) words.fail('options come first');
      this.#options = options(words);
      return undefined;
    }
    const { world, narrator } = this.#begun();
    // log timers|connections|subscriptions|properties|writes|clauses: tell these as well from here on.
    if (command === 'log') {
      for (const topic of words.plain.splice(0)) narrator.topics.add(topic as Topic);
      return undefined;
    }
    // state: what the broker holds.
    if (command === 'state') {
      words.end();
      return stateInWords(world.broker);
    }
    perform(world, command, words);
    words.end();
    return [];
  }

  #begun() {
    if (this.#stage === undefined) {
      const world = new World(this.#options, this.#engine);
      const narrator = new Narrator(world);
      world.watchers.push(narrator);
      this.#stage = { world, narrator };
    }
    return this.#stage;
  }
}

function options(words: Words): Partial<BrokerOptions> {
  const entries = Object.keys(DEFAULT_OPTIONS)
    .map((name) => [name, words.text(name)] as const)
    .filter(([, text]) => text !== undefined)
    .map(([name, text]) => [name, optionValue(name, text as string)]);
  words.end();
  return Object.fromEntries(entries);
}

function optionValue(name: string, text: string): unknown {
  if (name === 'protocolVersions') return text.split(',').map(Number);
  if (name === 'responseInformation') return text;
  if (name === 'authenticationMethods') return text.split(',');
  return text === 'true' || text === 'false' ? text === 'true' : Number(text);
}

/** Performs one command line in a world: what transcripts and properties have in common. */
export function performLine(world: World, line: string): void {
  const words = new Words(line);
  perform(world, words.next('a command'), words);
  words.end();
}

function perform(world: World, command: string, words: Words): void {
  switch (command) {
    // open C: a network connection, on which nothing has been sent yet.
    case 'open':
      world.open(words.next('a connection'));
      break;
    // connect C …: open, and CONNECT with the rest of the line.
    case 'connect': {
      const name = words.next('a connection');
      world.open(name);
      world.receive(name, connect(words, name));
      break;
    }
    // advance 15s: time passes, and timers fire when they are due.
    case 'advance':
      world.advance(milliseconds(words.next('a time')));
      break;
    case 'authenticator':
      authenticator(world, words);
      break;
    // authorizer yes|no… C: the answer for each topic that was asked about.
    case 'authorizer': {
      const name = words.plain.pop() ?? words.fail('a connection is missing');
      const allowed = words.plain.splice(0).map((word) => word === 'yes');
      world.step({ type: 'authorized', connection: world.idEverOf(name), allowed });
      break;
    }
    // publish TOPIC "payload" qos=N retain: from the program that embeds the broker.
    case 'publish':
      world.command({ type: 'publish', message: message(words) });
      break;
    // subscribe|unsubscribe N FILTER: the program's own subscriber.
    case 'subscribe':
    case 'unsubscribe': {
      const subscriber = Number(words.next('a number'));
      world.command({ type: command, subscriber, topicFilter: words.next('a filter') });
      break;
    }
    // kick|discard CLIENTID code=N: by an operator.
    case 'kick':
    case 'discard': {
      const clientId = words.next('a client identifier');
      const reasonCode = words.number('code') ?? 0x98;
      const serverReference = words.text('reference');
      const elsewhere = serverReference !== undefined && { serverReference };
      world.command({ type: command, clientId, reasonCode, ...elsewhere });
      break;
    }
    case 'shutdown':
      world.command({ type: 'shutdown' });
      break;
    case 'store':
      store(world, words);
      break;
    // crash: of the broker. It begins anew with what its store has, and all connections are gone.
    case 'crash':
      world.crash();
      break;
    default:
      onConnection(world, command, words);
      break;
  }
}

/** authenticator accepts|continues|refuses C data=TEXT code=N reference=SERVER */
function authenticator(world: World, words: Words): void {
  const verdict = words.next('a verdict');
  const connection = world.idOf(words.next('a connection'));
  const text = words.text('data');
  const data = text === undefined ? {} : { data: bytes(text) };
  const reference = words.text('reference');
  const elsewhere = reference === undefined ? {} : { serverReference: reference };
  const outcomes: Readonly<Record<string, () => AuthenticationOutcome>> = {
    accepts: () => ({ kind: 'accepted', ...data }),
    continues: () => ({ kind: 'continued', ...data }),
    refuses: () => ({ kind: 'refused', reasonCode: words.number('code') ?? 0x87, ...elsewhere }),
  };
  const outcome = outcomes[verdict] ?? words.fail(`what is ${verdict}?`);
  world.step({ type: 'authenticated', connection, outcome: outcome() });
}

/** store waits: from now on it completes its batches only with `store completes` or `store fails`. */
function store(world: World, words: Words): void {
  const verb = words.next('what the store does');
  if (verb === 'waits') world.disk.isSlow = true;
  else if (verb === 'completes') world.completeBatch(true);
  else if (verb === 'fails') world.completeBatch(false);
  else words.fail(`what is ${verb}?`);
}

/** C EVENT …: what the network does with a connection, or a packet that comes on it. */
function onConnection(world: World, name: string, words: Words): void {
  const event = words.next('what happens');
  switch (event) {
    // C drop: the network connection ends in an orderly way, as when a program is killed.
    case 'drop':
      world.lose(name);
      break;
    // C fail ECONNRESET: it ends with an error.
    case 'fail':
      world.lose(name, words.next('an error'));
      break;
    // C hang: the other end will not confirm that the connection is closed.
    case 'hang':
      world.hang(name);
      break;
    // C congested, C writable: whether the network takes what we transmit.
    case 'congested':
    case 'writable':
      world.step({ type: event, connection: world.idOf(name) });
      break;
    // C malformed code=N: bytes that are no packet.
    case 'malformed': {
      const reasonCode = words.number('code') ?? 0x81;
      const detail = 'reserved bits';
      world.step({ type: 'malformed', connection: world.idOf(name), reasonCode, detail });
      break;
    }
    default: {
      const packet = clientPacket(event, words, name) ?? words.fail(`what is ${event}?`);
      world.receive(name, packet);
      break;
    }
  }
}
