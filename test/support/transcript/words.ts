/** A command line as words: `c1 PUBLISH a/b "hello" qos=1 retain`. */

export class Words {
  /** Words that are neither `key=value` nor in quotes. */
  readonly plain: string[] = [];
  /** The text in quotes, if there is one. */
  readonly quoted: string | undefined;
  readonly #values = new Map<string, string>();
  readonly #unread = new Set<string>();
  readonly #line: string;

  constructor(line: string) {
    this.#line = line;
    for (const [word, quoted] of line.matchAll(/"([^"]*)"|\S+/g)) {
      const [, key, value] = /^([a-zA-Z]\w*)=(.*)$/.exec(word) ?? [];
      if (quoted !== undefined) {
        this.quoted = quoted;
      } else if (key !== undefined) {
        this.#values.set(key, value as string);
        this.#unread.add(key);
      } else {
        this.plain.push(word);
      }
    }
  }

  text(key: string): string | undefined {
    this.#unread.delete(key);
    return this.#values.get(key);
  }

  /** Decimal, or hexadecimal after 0x. */
  number(key: string): number | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (Number.isNaN(value)) this.fail(`${key} is no number`);
    return value;
  }

  /** Takes a plain word out, and tells whether it was there. */
  flag(word: string): boolean {
    const at = this.plain.indexOf(word);
    if (at >= 0) this.plain.splice(at, 1);
    return at >= 0;
  }

  next(what: string): string {
    return this.plain.shift() ?? this.fail(`${what} is missing`);
  }

  /** @throws Error when something of the line has not been understood */
  end(): void {
    const left = [...this.#unread, ...this.plain];
    if (left.length > 0) this.fail(`what is ${left.join(', ')}?`);
  }

  fail(problem: string): never {
    throw new Error(`'${this.#line}': ${problem}`);
  }
}

/** `15s`, `14.999s`, `200ms`, `2h`. */
export function milliseconds(text: string): number {
  const [, amount, unit] = /^([\d.]+)(ms|s|m|h|d)$/.exec(text) ?? [];
  const units: Readonly<Record<string, number>> = {
    ms: 1,
    s: 1000,
    m: 60_000,
    h: 3_600_000,
    d: 86_400_000,
  };
  const factor = units[unit ?? ''];
  if (factor === undefined) throw new Error(`'${text}' is no time`);
  return Math.round(Number(amount) * factor);
}
