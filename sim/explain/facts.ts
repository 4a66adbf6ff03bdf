/** What a question says about an event: `PUBLISH topic=a/# qos=1`. */
import { InspectError } from '../inspect/inspect-error.ts';

export class Facts {
  readonly event: string;
  readonly #given = new Map<string, string>();
  /** What has been asked for, and so what could have been given. */
  readonly #known = new Set<string>();

  /** @throws InspectError that shows how to write it */
  constructor(question: string) {
    const [event = '', ...words] = question.trim().split(/\s+/);
    this.event = event;
    for (const word of words) {
      const at = word.indexOf('=');
      if (at < 1) {
        throw new InspectError(
          `'${word}' is no fact; write the event and then NAME=VALUE, as in 'PUBLISH topic=a/# qos=1'`,
        );
      }
      this.#given.set(word.slice(0, at), word.slice(at + 1));
    }
  }

  get isEmpty(): boolean {
    return this.#given.size === 0;
  }

  has(name: string): boolean {
    this.#known.add(name);
    return this.#given.has(name);
  }

  text(name: string, otherwise: string): string {
    this.#known.add(name);
    return this.#given.get(name) ?? otherwise;
  }

  number(name: string, otherwise: number): number {
    const text = this.text(name, '');
    if (text === '') return otherwise;
    const number = Number(text);
    if (Number.isNaN(number)) throw new InspectError(`${name}=${text} is no number`);
    return number;
  }

  flag(name: string, otherwise: boolean): boolean {
    const text = this.text(name, String(otherwise));
    if (text !== 'true' && text !== 'false' && text !== '1' && text !== '0') {
      throw new InspectError(`${name}=${text}: write true or false`);
    }
    return text === 'true' || text === '1';
  }

  /** The event with what has been given about it and not been asked for yet. @throws InspectError for what it has not */
  override<Event extends object>(event: Event): Event {
    const changed: Record<string, unknown> = {};
    for (const [name, text] of this.#given) {
      if (this.#known.has(name)) continue;
      if (!(name in event)) throw this.#unknown(name, Object.keys(event));
      changed[name] = readValue(text);
    }
    return { ...event, ...changed };
  }

  #unknown(name: string, fields: readonly string[]): InspectError {
    const plain = fields.filter((field) => !NOT_GIVEN.has(field));
    const all = [...this.#known, ...plain].sort().join(', ');
    return new InspectError(
      `${this.event} knows no '${name}'; it has ${all || 'nothing to be told'}`,
    );
  }
}

/** Made from other facts, or the event itself. */
const NOT_GIVEN: ReadonlySet<string> = new Set(['type', 'packet', 'delivery', 'outcome']);

function readValue(text: string): unknown {
  if (text === 'true') return true;
  if (text === 'false') return false;
  return text !== '' && !Number.isNaN(Number(text)) ? Number(text) : text;
}
