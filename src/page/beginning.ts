/**
 * The first record of a live trace: what the broker holds, and the timers that run. Of a large broker it takes a while
 * to write down, so it is taken from a fork, in slices; the broker goes on meanwhile.
 */
import {
  type Broker,
  type BrokerImage,
  type ImageItem,
  jsonText,
  setTimerText,
  type TimerLeft,
  type Wording,
} from '../../machines/index.ts';
import { BEGINNING_LENGTH_MAXIMUM, SLICE_MS } from './limits.ts';

export type Shown = Pick<Broker, 'fork' | 'imageOfNewest'>;

/** Items between two looks at the clock. */
const BATCH = 16;

export class Beginning {
  readonly #items: Iterator<ImageItem>;
  readonly #rest: string;
  readonly #lists = new Map<string, string[]>();
  readonly #wording: Wording;
  #length = 0;
  #isDone = false;

  /** All of the broker, as it is now. */
  constructor(core: Shown, timers: readonly TimerLeft[], nowMs: number, wording: Wording) {
    const fork = core.fork();
    this.#items = fork.imageItems(nowMs);
    this.#wording = wording;
    this.#rest = restText(fork.imageRest(nowMs), timers, wording);
    for (const name of LISTS) this.#lists.set(name, []);
  }

  /** It has come to its end, or is longer than a viewer may be sent. */
  get isDone(): boolean {
    return this.#isDone;
  }

  get isTooLong(): boolean {
    return this.#length > BEGINNING_LENGTH_MAXIMUM;
  }

  /** Writes down as much as it comes to in a few milliseconds. */
  proceed(): void {
    const until = performance.now() + SLICE_MS;
    while (!this.#isDone && performance.now() < until) {
      for (let i = 0; i < BATCH && !this.#isDone; i++) this.#take();
    }
  }

  /** Input and effects, as they stand in the record. */
  get text(): string {
    const lists = [...this.#lists].map(([name, items]) => `"${name}":[${items.join(',')}]`);
    return recordText(lists.join(','), this.#rest);
  }

  #take(): void {
    const { value, done } = this.#items.next();
    this.#isDone = done === true || this.isTooLong;
    if (done) return;
    const [name, item] = value;
    const text = jsonText(item, this.#wording);
    this.#length += text.length;
    this.#lists.get(name)?.push(text);
  }
}

const LISTS = ['connections', 'sessions', 'takeovers', 'retained', 'locals', 'turns'] as const;

/** A part, at once. @param most how many things may be in it */
export function glimpseText(
  core: Shown,
  timers: readonly TimerLeft[],
  most: number,
  nowMs: number,
  wording: Wording,
): string {
  const image = core.imageOfNewest(nowMs, most);
  const { connections, sessions, takeovers, retained, locals, turns, ...rest } = image;
  const lists = jsonText({ connections, sessions, takeovers, retained, locals, turns }, wording);
  return recordText(lists.slice(1, -1), restText(rest, timersOf(image, timers), wording));
}

/** The part of the record that comes behind the lists. */
function restText(rest: object, timers: readonly TimerLeft[], wording: Wording): string {
  const effects = timers.map(([timer, delayMs]) => setTimerText(timer, delayMs));
  const members = jsonText(rest, wording).slice(1);
  return `${members},"timers":${JSON.stringify(timers)}},"out":[${effects.join(',')}]}`;
}

function recordText(lists: string, rest: string): string {
  return `"in":{"type":"restored","image":{${lists},${rest}`;
}

function timersOf(image: BrokerImage, timers: readonly TimerLeft[]): readonly TimerLeft[] {
  const owners = new Set([
    ...image.connections.map(({ id }) => `connection ${id}`),
    ...image.sessions.flatMap(({ number }) => [`session ${number}`, `will ${number}`]),
  ]);
  // `connection 7 keepAlive`: whose it is stands before the last word.
  return timers.filter(([timer]) => owners.has(timer.slice(0, timer.lastIndexOf(' '))));
}
