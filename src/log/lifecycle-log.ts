/** Lifecycle events as log lines: each says which client and connection it is about, and why. */
import type { Logger } from 'pino';
import type { LifecycleEvent } from '../../machines/index.ts';
import { SENTENCES } from './sentences.ts';

interface Line {
  readonly level: 'debug' | 'info' | 'warn';
  readonly sentence: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export class LifecycleLog {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  write(event: LifecycleEvent): void {
    const { level, sentence, fields } = toLine(event);
    this.#logger[level](fields, sentence);
  }
}

/** Never a payload or a password: an event holds none, and what it holds is copied by name. */
function toLine(event: LifecycleEvent): Line {
  const row = SENTENCES[event.type];
  // The row is the event's own, which the compiler cannot follow through the table.
  const reason = (row.reason as (event: LifecycleEvent) => string)(event);
  const level =
    typeof row.level === 'function'
      ? (row.level as (event: LifecycleEvent) => Line['level'])(event)
      : row.level;
  return {
    level,
    sentence: row.sentence,
    fields: {
      event: event.type,
      clientId: event.clientId,
      connection: event.connection,
      reason,
      ...moreFields(event),
    },
  };
}

function moreFields(event: LifecycleEvent): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  if ('session' in event) fields['session'] = event.session;
  if ('topicFilter' in event) fields['topicFilter'] = event.topicFilter;
  if ('topicName' in event) fields['topicName'] = event.topicName;
  if (event.type === 'connection.opened') fields['remote'] = event.origin.remote;
  if (event.type === 'client.connected') {
    fields['version'] = event.version;
    fields['keepAliveSeconds'] = event.keepAliveSeconds;
    fields['userName'] = event.userName;
  }
  if (event.type === 'message.dropped') fields['total'] = event.total;
  return fields;
}
