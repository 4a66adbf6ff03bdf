/** Lifecycle events as log lines: each says which client and connection it is about, and why. */
import type { Logger } from 'pino';
import type { LifecycleEvent } from '../../machines/index.ts';
import { SENTENCES } from './sentences.ts';

type Level = 'debug' | 'info' | 'warn';

interface Line {
  readonly sentence: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export class LifecycleLog {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  write(event: LifecycleEvent): void {
    const level = levelOf(event);
    // Most lines are of a level that nobody has asked for, and to make one takes longer than the step it is about.
    if (!this.#logger.isLevelEnabled(level)) return;
    const { sentence, fields } = toLine(event);
    this.#logger[level](fields, sentence);
  }
}

function levelOf(event: LifecycleEvent): Level {
  const { level } = SENTENCES[event.type];
  // The row is the event's own, which the compiler cannot follow through the table.
  return typeof level === 'function' ? (level as (event: LifecycleEvent) => Level)(event) : level;
}

/** Never a payload or a password: an event holds none, and what it holds is copied by name. */
function toLine(event: LifecycleEvent): Line {
  const row = SENTENCES[event.type];
  // The row is the event's own, which the compiler cannot follow through the table.
  const reason = (row.reason as (event: LifecycleEvent) => string)(event);
  return {
    sentence: row.sentence,
    fields: {
      event: event.type,
      // There is none before CONNECT, and none for a client that is refused before it was given one.
      clientId: event.clientId || null,
      connection: event.connection,
      reason,
      ...moreFields(event),
    },
  };
}

function moreFields(event: LifecycleEvent): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  if ('clauses' in event && event.clauses.length > 0) fields['clauses'] = event.clauses.join(', ');
  if ('session' in event) fields['session'] = event.session;
  if ('topicFilter' in event) fields['topicFilter'] = event.topicFilter;
  if ('topicName' in event) fields['topicName'] = event.topicName;
  if (event.type === 'connection.opened') fields['remote'] = event.origin.remote;
  if ('version' in event && event.version !== 0) fields['version'] = event.version;
  if (event.type === 'client.connected') {
    fields['keepAliveSeconds'] = event.keepAliveSeconds;
    fields['userName'] = event.userName;
  }
  if (event.type === 'message.dropped') fields['total'] = event.total;
  return fields;
}
