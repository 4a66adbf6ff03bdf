/** The first record of a live trace: what the broker already holds, and the timers that run. */
import {
  type Broker,
  type BrokerImage,
  inputText,
  setTimerText,
  type TimerLeft,
  type Wording,
} from '../../machines/index.ts';

export type Shown = Pick<Broker, 'image' | 'imageOfNewest'>;

/**
 * @param most how many things of the newest connections; undefined for all of the broker
 * @returns input and effects, as they stand in the record
 */
export function beginningText(
  core: Shown,
  timers: readonly TimerLeft[],
  most: number | undefined,
  nowMs: number,
  wording: Wording,
): string {
  const image = most === undefined ? core.image(nowMs) : core.imageOfNewest(nowMs, most);
  const own = most === undefined ? timers : timersOf(image, timers);
  const input = inputText({ type: 'restored', nowMs, image, timers: own }, wording);
  const effects = own.map(([timer, delayMs]) => setTimerText(timer, delayMs));
  return `"in":${input},"out":[${effects.join(',')}]}`;
}

function timersOf(image: BrokerImage, timers: readonly TimerLeft[]): readonly TimerLeft[] {
  const owners = new Set([
    ...image.connections.map(({ id }) => `connection ${id}`),
    ...image.sessions.flatMap(({ number }) => [`session ${number}`, `will ${number}`]),
  ]);
  // `connection 7 keepAlive`: whose it is stands before the last word.
  return timers.filter(([timer]) => owners.has(timer.slice(0, timer.lastIndexOf(' '))));
}
