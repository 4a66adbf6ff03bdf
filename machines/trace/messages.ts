/**
 * Which step has brought in which message, so that effects say `{"$message":12}` instead of the message itself. For
 * traces in which each input has a message object of its own.
 *
 * A message of the step that is being written is known anyway. Of earlier ones those are remembered that the core can
 * still hold, and no longer than it does. What is not remembered is written whole, so nothing is lost
 * by forgetting. Whether a message is remembered depends on the message and the options alone; a replay therefore
 * writes what the recorder wrote.
 */
import type { Input } from '../inputs.ts';
import type { BrokerOptions } from '../options.ts';
import type { Message } from '../packets.ts';

/** Where the numbers are kept: a WeakMap will do. */
export interface NumberStore {
  get(message: Message): number | undefined;
  set(message: Message, n: number): unknown;
}

const NUMBER = Symbol('record');
type Numbered = Message & { [NUMBER]?: number };

/**
 * Keeps the number on the message itself, which costs a tenth of what a WeakMap costs the garbage collector. For whom
 * the messages are alone: a message that two traces know cannot have two numbers.
 */
export const onTheMessage: NumberStore = {
  get: (message: Numbered) => message[NUMBER],
  set: (message: Numbered, n) => {
    message[NUMBER] = n;
  },
};

export class MessageNumbers {
  readonly #store: NumberStore;
  readonly #mayAllStay: boolean;
  #current: Message | undefined;
  #currentNumber = 0;

  constructor({ qos0Queued, authorization }: BrokerOptions, store: NumberStore) {
    this.#store = store;
    this.#mayAllStay = qos0Queued || authorization;
  }

  /** Record `n` is the step of that input. */
  begin(n: number, input: Input): void {
    const message = messageIn(input);
    this.#current = message;
    this.#currentNumber = n;
    if (message === undefined) return;
    const isWill = input.type === 'received' && input.packet.type === 'CONNECT';
    if (isWill) this.#store.set(message, n);
    else this.remember(n, message);
  }

  /** A message that was published in record `n`, if it may be asked for in a later one. */
  remember(n: number, message: Message): void {
    if (this.#mayAllStay || message.qos > 0 || message.retain) this.#store.set(message, n);
  }

  /** The record that brought the message in; undefined for one that is to be written whole. */
  numberOf(message: Message): number | undefined {
    return message === this.#current ? this.#currentNumber : this.#store.get(message);
  }
}

/** The Application Message that comes in with an input, be it for later: a will. */
export function messageIn(input: Input): Message | undefined {
  if (input.type === 'command') {
    return input.command.type === 'publish' ? input.command.message : undefined;
  }
  if (input.type !== 'received') return undefined;
  if (input.packet.type === 'PUBLISH') return input.packet.message;
  return input.packet.type === 'CONNECT' ? input.packet.will?.message : undefined;
}
