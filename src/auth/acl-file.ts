/**
 * mosquitto's access control file.
 *
 *     topic read $SYS/#                  before any `user`: for clients without a User Name
 *     user ann
 *     topic readwrite home/#             for ann
 *     topic deny home/safe
 *     pattern write sensors/%c/#         for everybody; %c is the Client Identifier, %u the User Name
 *
 * Access is `read`, `write`, `readwrite` or `deny`; left out it is `readwrite`.
 */
import { isTopicFilter } from '../../machines/index.ts';
import { ConfigurationError } from '../errors.ts';
import { linesOf, type TextLine } from './text-lines.ts';

export type Access = 'read' | 'write' | 'readwrite' | 'deny';

export interface AclRule {
  readonly access: Access;
  /** Of a pattern: with %c and %u in it. */
  readonly topicFilter: string;
}

export interface Acl {
  /** For clients without a User Name. */
  readonly anonymous: readonly AclRule[];
  readonly users: ReadonlyMap<string, readonly AclRule[]>;
  /** For everybody. */
  readonly patterns: readonly AclRule[];
}

const ACCESSES: readonly string[] = ['read', 'write', 'readwrite', 'deny'] satisfies Access[];
const KEYWORD = /^\s*(\S+)(?:\s+(.*))?$/;
const ACCESS_AND_TOPIC = /^(\S+)\s+(.*)$/;

/** @throws ConfigurationError that names file and line. */
export function parseAclFile(content: string, path: string): Acl {
  const anonymous: AclRule[] = [];
  const users = new Map<string, AclRule[]>();
  const patterns: AclRule[] = [];
  let current = anonymous;
  for (const line of linesOf(content, path)) {
    const [, keyword, rest = ''] = KEYWORD.exec(line.text) ?? [];
    if (keyword === 'user') current = rulesOfUser(users, rest, line);
    else if (keyword === 'topic') current.push(parseRule(rest, line));
    else if (keyword === 'pattern') patterns.push(parseRule(rest, line));
    else {
      throw new ConfigurationError(
        `${line.place} begins with ${JSON.stringify(keyword)}, and has to begin with topic, user, pattern or #`,
      );
    }
  }
  return { anonymous, users, patterns };
}

/** A user may have several sections. */
function rulesOfUser(users: Map<string, AclRule[]>, name: string, { place }: TextLine): AclRule[] {
  if (name === '') throw new ConfigurationError(`${place} has to name the user`);
  const rules = users.get(name) ?? [];
  users.set(name, rules);
  return rules;
}

/** A topic with white space in it needs the access before it, as in mosquitto. */
function parseRule(text: string, { place }: TextLine): AclRule {
  const [, access = 'readwrite', topicFilter = text] = ACCESS_AND_TOPIC.exec(text) ?? [];
  if (!ACCESSES.includes(access)) {
    throw new ConfigurationError(
      `${place} has the access ${JSON.stringify(access)}, and has to have one of ${ACCESSES.join(', ')}`,
    );
  }
  if (!isTopicFilter(topicFilter)) {
    throw new ConfigurationError(
      `${place} has ${JSON.stringify(topicFilter)} where a topic filter has to be`,
    );
  }
  return { access: access as Access, topicFilter };
}
