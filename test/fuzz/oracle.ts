/** What the standard forbids in a well-formed packet of a client that is connected, in our own words. */
import type { Packet } from '../../machines/index.ts';

/** The violation that a packet is beyond doubt, or undefined. What depends on more than the packet is left out. */
export function violationIn(
  packet: Packet,
  version: number,
  aliasMaximum: number,
): string | undefined {
  switch (packet.type) {
    case 'CONNECT':
      return 'a second CONNECT';
    case 'PUBLISH': {
      const { topicAlias, subscriptionIdentifiers, message } = packet;
      if (topicAlias === 0 || (topicAlias ?? 0) > aliasMaximum) return 'a bad Topic Alias';
      if (message.topicName === '' && topicAlias === undefined) return 'no topic';
      if (/[+#]/.test(message.topicName)) return 'a wildcard in a Topic Name';
      if (subscriptionIdentifiers !== undefined) return 'a Subscription Identifier in PUBLISH';
      return undefined;
    }
    case 'SUBSCRIBE': {
      const isBad = packet.subscriptions.some(({ topicFilter }) => !isFilter(topicFilter, version));
      return isBad ? 'a bad Topic Filter' : undefined;
    }
    default:
      return undefined;
  }
}

function isFilter(filter: string, version: number): boolean {
  const shared = version === 5 && filter.startsWith('$share/');
  const [, , name = '', rest = ''] = /^(\$share)\/([^/]*)\/(.*)$/s.exec(filter) ?? [];
  if (shared) return /^[^+#]+$/.test(name) && isPlainFilter(rest);
  return isPlainFilter(filter);
}

function isPlainFilter(filter: string): boolean {
  const levels = filter.split('/');
  if (filter === '') return false;
  const last = levels.length - 1;
  return levels.every(
    (level, index) => !/[+#]/.test(level) || level === '+' || (level === '#' && index === last),
  );
}
