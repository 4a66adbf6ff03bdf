/** A log line for people: time, level, sentence, and what belongs to it as key=value. */

const LEVELS: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};
const LEVEL_WIDTH = 5;
/** Of pino's own making, or said before the fields. `event` says in one word what the sentence says. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'level',
  'time',
  'msg',
  'pid',
  'hostname',
  'event',
  'v',
]);
/** What could move the cursor, hide text or start another line: a client chooses some of these strings. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;
const NEEDS_QUOTES = /[\s"=\\]|^$/u;

/** `line` is one line of pino's JSON; what is none comes back as it is. */
export function toHumanLine(line: string): string {
  let record: Record<string, unknown>;
  try {
    record = JSON.parse(line);
  } catch {
    return line;
  }
  const time = new Date(Number(record['time'])).toISOString();
  const level = (LEVELS[Number(record['level'])] ?? String(record['level'])).padEnd(LEVEL_WIDTH);
  const words = [time, level, escapeUnprintable(String(record['msg'] ?? ''))];
  for (const [key, value] of Object.entries(record)) {
    if (!LEFT_OUT.has(key)) words.push(`${key}=${showValue(value)}`);
  }
  return `${words.join(' ')}\n`;
}

/** What stands for null, so that a client that goes by this name is in quotes. */
const NONE = 'none';

function showValue(value: unknown): string {
  if (value === null) return NONE;
  if (typeof value === 'object') {
    // An error, of which the stack is for the JSON log.
    const { message } = value as { message?: unknown };
    return showValue(typeof message === 'string' ? message : JSON.stringify(value));
  }
  const text = String(value);
  const escaped = escapeUnprintable(text);
  if (!NEEDS_QUOTES.test(text) && escaped === text && text !== NONE) return text;
  return `"${escapeUnprintable(text.replace(/[\\"]/g, '\\$&'))}"`;
}

function escapeUnprintable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
