/** The logger of the command line, and the silent one of a program that embeds the broker and brings none. */
import { type DestinationStream, destination, type Logger, pino } from 'pino';
import { toHumanLine } from './human.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export const LOG_FORMATS = ['pretty', 'json'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];
export type LogFormat = (typeof LOG_FORMATS)[number];

const STDOUT = 1;

/** Writes to `stream`, or to standard output. */
export function createLogger(
  level: LogLevel,
  format: LogFormat,
  // Said aloud that it is synchronous, it has nothing to flush at the end, which never ends when the reader is gone.
  stream: DestinationStream = destination({ dest: STDOUT, sync: true }),
): Logger {
  if (format === 'json') return pino({ level }, stream);
  return pino({ level, base: null }, { write: (line) => stream.write(toHumanLine(line)) });
}

export function silentLogger(): Logger {
  return pino({ level: 'silent' });
}
