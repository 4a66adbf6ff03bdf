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

  /**
   * The events as they would be with what has been given and has not been asked for. Where something has, only those
   * are left that it is about: what follows from them would be another.
   * @throws InspectError for what none of them has
   */
  override<Item extends { readonly event: object }>(items: readonly Item[]): readonly Item[] {
    const changes = [...this.#given].filter(([name]) => !this.#known.has(name));
    if (changes.length === 0) return items;
    const foreign = changes.find(([name]) => !items.some(({ event }) => name in event));
    if (foreign !== undefined) {
      throw this.#unknown(
        foreign[0],
        items.flatMap(({ event }) => Object.keys(event)),
      );
    }
    return items
      .filter(({ event }) => changes.some(([name]) => name in event))
      .map((item) => {
        const own = changes.filter(([name]) => name in item.event);
        const values = Object.fromEntries(own.map(([name, text]) => [name, readValue(text)]));
        return { ...item, event: { ...item.event, ...values } };
      });
  }

  #unknown(name: string, fields: readonly string[]): InspectError {
    const plain = fields.filter((field) => !NOT_GIVEN.has(field));
    const all = [...new Set([...this.#known, ...plain])].sort().join(', ');
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
