/**
 * Topic names and topic filters: what is well formed, and which filter matches which name (section 4.7, in 5.0 also
 * 4.8.2 on shared subscriptions). `matches` is the plain reading of the rules that `TopicTree` is tested against.
 */

/** The longest name or filter, in bytes of UTF-8. */
export const TOPIC_BYTES_MAX = 65_535;

const SHARE_PREFIX = '$share/';

/** Bytes that the text takes in UTF-8. A surrogate without its other half counts as the three bytes of the replacement character it would become. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) bytes++;
    if (unit >= 0x800) bytes++;
    // The two halves of a pair count two units and two bytes more: four in all.
    if (unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      i++;
    }
  }
  return bytes;
}

function hasValidLength(text: string): boolean {
  if (text.length === 0) return false;
  // A code unit takes three bytes at most, so most topics need not be counted.
  return text.length * 3 <= TOPIC_BYTES_MAX || utf8Length(text) <= TOPIC_BYTES_MAX;
}

/** True for what PUBLISH may name: not empty, no wildcard, no U+0000, not too long. */
export function isTopicName(text: string): boolean {
  return (
    hasValidLength(text) && !text.includes('+') && !text.includes('#') && !text.includes('\u0000')
  );
}

/** True for what SUBSCRIBE may name: as a topic name, but `+` may fill a level, and `#` the last. */
export function isTopicFilter(text: string): boolean {
  if (!hasValidLength(text) || text.includes('\u0000')) return false;
  for (let at = text.indexOf('+'); at >= 0; at = text.indexOf('+', at + 1)) {
    if (at > 0 && text[at - 1] !== '/') return false;
    if (at < text.length - 1 && text[at + 1] !== '/') return false;
  }
  const hash = text.indexOf('#');
  if (hash < 0) return true;
  return hash === text.length - 1 && (hash === 0 || text[hash - 1] === '/');
}

/** True when the filter has a wildcard, for brokers and policies that allow none. */
export function hasWildcard(filter: string): boolean {
  return filter.includes('+') || filter.includes('#');
}

export interface SharedFilter {
  readonly shareName: string;
  /** What the subscription matches, without `$share` and share name. */
  readonly filter: string;
}

/** True when 5.0 takes the filter for one of a shared subscription, well formed or not. */
export function isShared(filter: string): boolean {
  return filter.startsWith(SHARE_PREFIX);
}

/**
 * The parts of a shared subscription's filter: `$share/consumers/sport/#` is `consumers` and `sport/#`. Undefined for a
 * filter that is not shared, and for one that breaks the form (v5 MQTT-4.8.2-1 and -2); `isShared` tells which.
 */
export function parseShared(text: string): SharedFilter | undefined {
  if (!isShared(text) || !hasValidLength(text)) return undefined;
  const end = text.indexOf('/', SHARE_PREFIX.length);
  if (end < 0) return undefined;
  const shareName = text.slice(SHARE_PREFIX.length, end);
  const filter = text.slice(end + 1);
  const isValid = isTopicName(shareName) && isTopicFilter(filter);
  return isValid ? { shareName, filter } : undefined;
}

/** True for what a 5.0 SUBSCRIBE may name: a topic filter, which is of good form if it is a shared one. */
export function isSubscriptionFilter(text: string): boolean {
  return isShared(text) ? parseShared(text) !== undefined : isTopicFilter(text);
}

/** Whether a valid filter matches a valid topic name. A shared filter has to be parsed first. */
export function matches(filter: string, topicName: string): boolean {
  // Wildcards at the start leave the broker's own topics alone (4.7.2).
  if (topicName.startsWith('$') && (filter.startsWith('+') || filter.startsWith('#'))) return false;
  const wanted = filter.split('/');
  const levels = topicName.split('/');
  for (const [depth, want] of wanted.entries()) {
    // `#` stands for the parent level too, hence no look at whether there is a level here.
    if (want === '#') return true;
    if (depth >= levels.length) return false;
    if (want !== '+' && want !== levels[depth]) return false;
  }
  return wanted.length === levels.length;
}

/** What only the broker publishes to: $SYS and all below, except where bridges say that they are there. */
export function isReservedTopic(topicName: string): boolean {
  if (!topicName.startsWith('$SYS')) return false;
  if (topicName.length > 4 && topicName[4] !== '/') return false;
  return !matches('$SYS/broker/connection/+/state', topicName);
}
