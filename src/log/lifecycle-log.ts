/** Lifecycle events as log lines: each says which client and connection it is about, and why. */
import type { Logger } from 'pino';
import type { LifecycleEvent } from '../../machines/index.ts';
import type { Clock } from '../clock.ts';
import { Repeats } from './repeats.ts';
import { SENTENCES } from './sentences.ts';

type Level = 'debug' | 'info' | 'warn';

interface Line {
  readonly sentence: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export class LifecycleLog {
  readonly #logger: Logger;
  readonly #repeats: Repeats;

  constructor(logger: Logger, clock: Pick<Clock, 'nowMs'>) {
    this.#logger = logger;
    this.#repeats = new Repeats(clock);
  }

  write(event: LifecycleEvent): void {
    const level = levelOf(event);
    // Most lines are of a level that nobody has asked for, and to make one takes longer than the step it is about.
    if (!this.#logger.isLevelEnabled(level)) return;
    const more = this.#leftOut(level, event);
    if (more === undefined) return;
    const { sentence, fields } = toLine(event);
    this.#logger[level](more === 0 ? fields : { ...fields, more }, sentence);
  }

  /** The counts that no further line has told. */
  end(): void {
    this.#repeats.end(this.#logger);
  }

  /** Of lines like this one; undefined when this is one of them. Who looks closely is told every time. */
  #leftOut(level: Level, event: LifecycleEvent): number | undefined {
    if (level !== 'warn' || this.#logger.isLevelEnabled('debug')) return 0;
    // The end of what was told when it began.
    if (event.type === 'client.disconnected') return 0;
    return this.#repeats.admit(subjectOf(event));
  }
}

/** What a line is about: whom, and why. That there is too much of something is about nobody in particular. */
function subjectOf(event: LifecycleEvent): string {
  const why = 'cause' in event ? event.cause : '';
  const code = 'reasonCode' in event ? event.reasonCode : '';
  const limit = 'limit' in event ? (event.limit?.option ?? '') : '';
  const whom = why === 'quotaExceeded' && event.type === 'client.refused' ? '' : whomOf(event);
  // Not the detail, which has what a client likes in it.
  const law = 'clauses' in event ? event.clauses.join() : '';
  return [event.type, why, code, limit, law, whom].filter((part) => part !== '').join(' ');
}

/** A stranger goes by the address alone: the port is another each time. */
function whomOf(event: LifecycleEvent): string {
  if (event.clientId !== '' || !('origin' in event)) return event.clientId;
  return event.origin.remote.replace(/:\d+$/, '');
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
  if ('origin' in event) fields['remote'] = event.origin.remote;
  if ('version' in event && event.version !== 0) fields['version'] = event.version;
  if (event.type === 'client.connected') {
    fields['keepAliveSeconds'] = event.keepAliveSeconds;
    fields['userName'] = event.userName;
  }
  if (event.type === 'message.dropped') fields['total'] = event.total;
  if (event.type === 'session.ended' && event.dropped > 0) fields['dropped'] = event.dropped;
  if (event.type === 'subscription.refused' && event.limit !== undefined) {
    fields['limit'] = event.limit.option;
    fields['maximum'] = event.limit.maximum;
  }
  return fields;
}
