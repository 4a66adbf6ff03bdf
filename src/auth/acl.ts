/**
 * What an access control file allows.
 *
 *   - Nothing is allowed that no rule grants. Clients with a User Name have the rules of that user, those without have
 *     the ones before the first `user`, and patterns hold for all.
 *   - `deny` wins, wherever it stands. (In mosquitto a `topic` that grants goes before a `pattern` that denies.)
 *   - Publishing needs one rule for writing that matches the topic.
 *   - Subscribing needs one rule for reading that covers the filter, and no `deny` that any of its topics could meet:
 *     so all that the subscription will ever bring may be read. (mosquitto lets everybody subscribe to anything, and
 *     drops at delivery what may not be read. Here a subscription that is too wide is refused, and says so.)
 *   - A wildcard at the start of a rule leaves topics alone that begin with `$`, as everywhere in MQTT.
 *   - Client Identifiers and User Names are the client's to choose. One with `+`, `#` or `/` must not widen what a
 *     pattern grants (CVE-2017-7650): to such a client a pattern with it grants nothing, and denies everything.
 */
import { isShared, isTopicName, matches, parseShared } from '../../machines/index.ts';
import type { AuthorizationRequest } from '../hooks.ts';
import type { Acl, AclRule } from './acl-file.ts';
import { covers, overlap } from './filter-relations.ts';

/** Who wants to do what. */
export type AclRequest = Pick<AuthorizationRequest, 'clientId' | 'userName' | 'action' | 'topics'>;

/** What a deny becomes whose client cannot be filled in: all topics, those with `$` too. */
const EVERYTHING = Symbol('everything');
const NO_RULES: readonly AclRule[] = [];
/** A name that stands for itself, and for one whole or partial level. */
const PLAIN_NAME = /^[^+#/]+$/;

/** For each topic asked, in order. */
export function allowedBy(acl: Acl, request: AclRequest): boolean[] {
  const { userName, action } = request;
  const own = userName === undefined ? acl.anonymous : (acl.users.get(userName) ?? NO_RULES);
  return request.topics.map((topic) => {
    const asked = action === 'publish' ? topicToWrite(topic) : filterToRead(topic);
    if (asked === undefined) return false;
    let isGranted = false;
    for (const rule of own) {
      const verdict = judge(rule.access, rule.topicFilter, action, asked);
      if (verdict === 'deny') return false;
      isGranted ||= verdict === 'grant';
    }
    for (const pattern of acl.patterns) {
      const filter = filled(pattern, request);
      if (filter === EVERYTHING) return false;
      if (filter === undefined) continue;
      const verdict = judge(pattern.access, filter, action, asked);
      if (verdict === 'deny') return false;
      isGranted ||= verdict === 'grant';
    }
    return isGranted;
  });
}

function judge(
  access: AclRule['access'],
  filter: string,
  action: AclRequest['action'],
  asked: string,
): 'grant' | 'deny' | undefined {
  if (action === 'publish') {
    if (access === 'read' || !matches(filter, asked)) return undefined;
    return access === 'deny' ? 'deny' : 'grant';
  }
  if (access === 'deny') return overlap(filter, asked) ? 'deny' : undefined;
  return access !== 'write' && covers(filter, asked) ? 'grant' : undefined;
}

function topicToWrite(topicName: string): string | undefined {
  return isTopicName(topicName) ? topicName : undefined;
}

/** The topics of a shared subscription are those of the filter in it. */
function filterToRead(topicFilter: string): string | undefined {
  return isShared(topicFilter) ? parseShared(topicFilter)?.filter : topicFilter;
}

/** The pattern for this client; undefined when it does not concern it. */
function filled(
  { access, topicFilter }: AclRule,
  { clientId, userName }: AclRequest,
): string | typeof EVERYTHING | undefined {
  const usesUserName = topicFilter.includes('%u');
  const usesClientId = topicFilter.includes('%c');
  if (!usesUserName && !usesClientId) return topicFilter;
  if (usesUserName && userName === undefined) return undefined;
  const isPlain =
    (!usesUserName || PLAIN_NAME.test(userName ?? '')) &&
    (!usesClientId || PLAIN_NAME.test(clientId));
  if (!isPlain) return access === 'deny' ? EVERYTHING : undefined;
  // One pass, or a client identifier of "%u" would be filled in again.
  const filter = topicFilter.replace(/%[cu]/g, (place) =>
    place === '%c' ? clientId : (userName as string),
  );
  // A name must not turn a grant of ordinary topics into one of the broker's own.
  const isPromoted = filter[0] === '$' && topicFilter[0] !== '$';
  return isPromoted && access !== 'deny' ? undefined : filter;
}
