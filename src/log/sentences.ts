/**
 * One row per lifecycle event: how important it is, what it says, and why it happened. An event without a row does
 * not compile.
 */
import { type LifecycleEventType, reasonCodeName } from '../../machines/index.ts';
import { flagOf } from '../config/fields.ts';
import type { LifecycleEventOf } from '../lifecycle-events.ts';

type Level = 'debug' | 'info' | 'warn';

interface Row<Event> {
  readonly level: Level | ((event: Event) => Level);
  readonly sentence: string;
  /** Why, in a word or a few. */
  readonly reason: (event: Event) => string;
}

type Table = { readonly [Type in LifecycleEventType]: Row<LifecycleEventOf<Type>> };

const CALM_ENDS: ReadonlySet<string> = new Set([
  'clientDisconnected',
  'networkClosed',
  'sessionTakenOver',
  'serverShuttingDown',
  'administrativeAction',
]);

export const SENTENCES: Table = {
  'connection.opened': {
    level: 'debug',
    sentence: 'connection opened',
    reason: ({ origin }) => origin.transport,
  },
  'client.refused': {
    level: 'warn',
    sentence: 'client refused',
    reason: ({ cause, reasonCode, detail }) => explained(cause, reasonCode, detail),
  },
  'client.connected': {
    level: 'info',
    sentence: 'client connected',
    reason: ({ sessionPresent }) => (sessionPresent ? 'session resumed' : 'new session'),
  },
  'client.disconnected': {
    level: ({ cause }) => (CALM_ENDS.has(cause) ? 'info' : 'warn'),
    sentence: 'client disconnected',
    reason: ({ cause, reasonCode, detail }) => explained(cause, reasonCode, detail),
  },
  'connection.closed': { level: 'debug', sentence: 'connection closed', reason: () => 'closed' },
  'session.created': { level: 'debug', sentence: 'session created', reason: () => 'CONNECT' },
  'session.resumed': { level: 'debug', sentence: 'session resumed', reason: () => 'CONNECT' },
  'session.takenOver': {
    level: 'info',
    sentence: 'session taken over',
    reason: ({ existing, incoming }) => `connection ${incoming} in place of ${existing}`,
  },
  'session.offline': {
    level: 'debug',
    sentence: 'session offline',
    reason: ({ expiresInSeconds }) =>
      expiresInSeconds === undefined ? 'kept for ever' : `expires in ${expiresInSeconds} s`,
  },
  'session.ended': {
    // That messages are lost may be news to somebody, even where it is all right.
    level: ({ dropped }) => (dropped > 0 ? 'info' : 'debug'),
    sentence: 'session ended',
    reason: ({ cause }) => cause,
  },
  'will.delayed': {
    level: 'debug',
    sentence: 'will delayed',
    reason: ({ delaySeconds }) => `Will Delay Interval ${delaySeconds} s`,
  },
  'will.published': {
    level: 'info',
    sentence: 'will published',
    reason: () => 'connection ended without DISCONNECT',
  },
  'will.deleted': { level: 'debug', sentence: 'will deleted', reason: () => 'no longer due' },
  'subscription.added': {
    level: 'debug',
    sentence: 'subscription added',
    reason: ({ qos }) => `QoS ${qos}`,
  },
  'subscription.removed': {
    level: 'debug',
    sentence: 'subscription removed',
    reason: () => 'UNSUBSCRIBE',
  },
  'subscription.refused': {
    level: 'warn',
    sentence: 'subscription refused',
    reason: ({ reasonCode, limit }) =>
      limit === undefined
        ? reasonCodeName(reasonCode)
        : `${reasonCodeName(reasonCode)}: ${flagOf({ name: limit.option })} is ${limit.maximum}`,
  },
  'retained.refused': {
    level: 'warn',
    sentence: 'message not retained',
    reason: () => 'as many topics have one as --retained-maximum allows',
  },
  'publish.refused': {
    level: 'warn',
    sentence: 'publish refused',
    reason: ({ reasonCode }) => reasonCodeName(reasonCode),
  },
  'message.dropped': {
    level: 'warn',
    sentence: 'message dropped',
    reason: ({ cause }) => cause,
  },
};

function explained(cause: string, reasonCode: number, detail: string): string {
  const parts = [cause];
  if (reasonCode !== 0) parts.push(reasonCodeName(reasonCode));
  if (detail !== '') parts.push(detail);
  return parts.join(': ');
}
