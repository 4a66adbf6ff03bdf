/**
 * Times as people write them, and as `duration` and `clock` print them: `200ms`, `1.5s`, `2min`, `1h`, with a space or
 * without, and several of them in a row.
 */

/** `m` is `min` to those who are used to it; `d` is printed. */
const UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  min: 60_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** For errors and help texts, so that they name the same units. */
export const TIME_EXAMPLES = '500ms, 1.5s, 2min, 1h';

const DURATION = /^(?:\d+(?:\.\d+)? ?(?:ms|s|min|m|h|d)(?: |$|(?=\d)))+$/;
const PART = /(\d+(?:\.\d+)?) ?([a-z]+)/g;
const CLOCK = /^(?:(\d+):)?(\d+):(\d\d(?:\.\d+)?)$/;

/** In milliseconds; undefined for any other text. */
export function durationMs(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined;
  let ms = 0;
  for (const [, number, unit = ''] of text.matchAll(PART)) {
    ms += Number(number) * (UNITS_MS[unit] as number);
  }
  return thousandths(ms);
}

/** A moment of a trace, from its beginning: a duration, or `1:02.003` and `1:02:03.004`, as `clock` prints it. */
export function timeMs(text: string): number | undefined {
  const match = CLOCK.exec(text);
  if (match === null) return durationMs(text);
  const [, hours = '0', minutes, seconds] = match;
  return thousandths(((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000);
}

/** What `1.001 s` is in milliseconds would else not be 1001. */
function thousandths(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
