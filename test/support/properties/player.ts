/** Turns templates into lines that fit the moment, and performs them. */
import type { Effect, Input, Packet } from '../../../machines/index.ts';
import { performLine } from '../transcript/commands.ts';
import type { Watcher, World } from '../world/world.ts';

/** What one connection has seen, as far as it decides what a client can say next. */
interface Seen {
  isConnected: boolean;
  /** Answers that a client owes, oldest first. */
  readonly owed: string[];
  /** PUBREC that came, by Packet Identifier, without the PUBREL for it. */
  readonly received: number[];
}

export class Player {
  /** What was performed so far: a transcript's commands. */
  readonly lines: string[] = [];
  readonly world: World;
  readonly #seen = new Map<string, Seen>();
  /** What each client identifier has been sent, over all its connections. */
  readonly #everOwed = new Map<string, string[]>();
  readonly #clientIds = new Map<string, string>();
  /** Connections that authenticator and authorizer have been asked about, oldest first. */
  readonly #asked: { readonly authenticator: string[]; readonly authorizer: [string, number][] } = {
    authenticator: [],
    authorizer: [],
  };
  #connections = 0;

  constructor(world: World) {
    this.world = world;
    world.watchers.push(this.#watcher());
  }

  /** Performs the template, if there is something that it can stand for now. */
  play(template: string): void {
    const line = this.#resolve(template);
    if (line === undefined) return;
    this.lines.push(line);
    performLine(this.world, line);
  }

  #resolve(template: string): string | undefined {
    if (template.includes('$new')) {
      this.#connections += 1;
      return template.replaceAll('$new', `c${this.#connections}`);
    }
    const [verb, verdict] = template.split(' ');
    if (verb === 'authenticator') return this.#authenticator(verdict as string);
    if (verb === 'authorizer') return this.#authorizer(verdict as string);
    if (verb === 'store' && !this.world.disk.isBusy) return undefined;
    const [, number] = /^\$(\d)/.exec(template) ?? [];
    if (number === undefined) return template;
    const { openNames } = this.world;
    const name = openNames[Number(number) % openNames.length];
    return name === undefined ? undefined : this.#deed(name, template.slice(3));
  }

  #deed(name: string, deed: string): string | undefined {
    const { isConnected, owed, received } = this.#seenBy(name);
    if (deed === 'acknowledges' || deed === 'acknowledges late') {
      const answer = deed.endsWith('late') ? owed.pop() : owed.shift();
      return answer === undefined ? undefined : `${name} ${answer}`;
    }
    if (deed === 'acknowledges what came before') {
      // Neither the oldest nor the latest: what the broker may be about to send again.
      const owedEver = this.#owedBy(name);
      const [answer] = owedEver.splice(Math.floor(owedEver.length / 2), 1);
      return answer === undefined || !isConnected ? undefined : `${name} ${answer}`;
    }
    if (deed === 'releases') {
      const packetId = received.shift();
      return packetId === undefined ? undefined : `${name} PUBREL id=${packetId}`;
    }
    // What a client acknowledges before its CONNACK nobody can have sent to it.
    if (/^PUB(ACK|REC|REL|COMP)/.test(deed) && !isConnected) return undefined;
    // Nor can anybody acknowledge a PUBLISH that still waits for the store.
    const mayGuess = !this.world.options.durable;
    if (/^PUB(ACK|REC|COMP)/.test(deed) && !mayGuess) return undefined;
    return `${name} ${deed}`;
  }

  #authenticator(verdict: string): string | undefined {
    const name = this.#asked.authenticator.shift();
    return name !== undefined && this.world.isOpen(name)
      ? `authenticator ${verdict} ${name}`
      : undefined;
  }

  #authorizer(verdict: string): string | undefined {
    const asked = this.#asked.authorizer.shift();
    if (asked === undefined || !this.world.isOpen(asked[0])) return undefined;
    return `authorizer ${`${verdict} `.repeat(asked[1])}${asked[0]}`;
  }

  #owedBy(name: string): string[] {
    const clientId = this.#clientIds.get(name) ?? '';
    const owed = this.#everOwed.get(clientId) ?? [];
    this.#everOwed.set(clientId, owed);
    return owed;
  }

  #seenBy(name: string): Seen {
    const seen = this.#seen.get(name) ?? { isConnected: false, owed: [], received: [] };
    this.#seen.set(name, seen);
    return seen;
  }

  #watcher(): Watcher {
    return {
      input: (input: Input) => {
        if (input.type === 'recovered') this.#asked.authenticator.length = 0;
      },
      effect: (effect: Effect) => {
        if (effect.type === 'authenticate') {
          this.#asked.authenticator.push(this.world.nameOf(effect.connection));
        } else if (effect.type === 'authorize') {
          const name = this.world.nameOf(effect.connection);
          this.#asked.authorizer.push([name, effect.topics.length]);
        } else if (effect.type === 'announce' && effect.event.type === 'client.connected') {
          const { connection, clientId } = effect.event;
          this.#clientIds.set(this.world.nameOf(connection), clientId);
        } else if (effect.type === 'transmit') {
          this.#transmitted(this.world.nameOf(effect.connection), effect.packet);
        }
      },
    };
  }

  #transmitted(name: string, packet: Packet): void {
    const seen = this.#seenBy(name);
    if (packet.type === 'CONNACK') seen.isConnected = packet.reasonCode === 0;
    else if (packet.type === 'PUBREL') seen.owed.push(`PUBCOMP id=${packet.packetId}`);
    else if (packet.type === 'PUBREC' && packet.reasonCode < 0x80) {
      seen.received.push(packet.packetId);
    } else if (packet.type === 'PUBLISH' && packet.qos > 0) {
      const answer = `${packet.qos === 1 ? 'PUBACK' : 'PUBREC'} id=${packet.packetId}`;
      seen.owed.push(answer);
      this.#owedBy(name).unshift(answer);
    }
  }
}
