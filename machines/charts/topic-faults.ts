/** What exactly is wrong with a topic, for the one who has to set it right. Asked only once something is. */
import type { Clause } from '../clauses/index.ts';
import { quoted } from '../quoted.ts';
import {
  isShared,
  isTopicName,
  parseShared,
  TOPIC_BYTES_MAX,
  utf8Length,
} from '../topics/topic.ts';

/** Words that name a field and its value, and the statements that these break. */
export interface Fault {
  readonly detail: string;
  /** Undefined: all that the transition exists for. */
  readonly clauses?: readonly Clause[];
}

const EMPTY = ['v3 MQTT-4.7.3-1', 'v5 MQTT-4.7.3-1'] as const;
const NULL_CHARACTER = ['v3 MQTT-4.7.3-2', 'v5 MQTT-4.7.3-2'] as const;
const TOO_LONG = ['v3 MQTT-4.7.3-3', 'v5 MQTT-4.7.3-3'] as const;
const WILDCARD = [
  'v3 MQTT-3.3.2-2',
  'v3 MQTT-4.7.1-1',
  'v5 MQTT-3.3.2-2',
  'v5 MQTT-4.7.0-1',
] as const;
const WILDCARD_IN_RESPONSE_TOPIC = ['v5 MQTT-3.3.2-14'] as const;
const HASH = ['v3 MQTT-4.7.1-2', 'v5 MQTT-4.7.1-1'] as const;
const PLUS = ['v3 MQTT-4.7.1-3', 'v5 MQTT-4.7.1-2'] as const;
const SHARE_NAME = ['v5 MQTT-4.8.2-1', 'v5 MQTT-4.8.2-2'] as const;

/** All that `topicNameFault` may name. */
export const TOPIC_NAME_CLAUSES: readonly Clause[] = [
  ...WILDCARD,
  ...EMPTY,
  ...NULL_CHARACTER,
  ...TOO_LONG,
  ...WILDCARD_IN_RESPONSE_TOPIC,
];

/** All that `topicFilterFault` may name. */
export const TOPIC_FILTER_CLAUSES: readonly Clause[] = [
  ...HASH,
  ...PLUS,
  ...EMPTY,
  ...NULL_CHARACTER,
  ...TOO_LONG,
];

/** On top of those. */
export const SHARED_FILTER_CLAUSES: readonly Clause[] = SHARE_NAME;

/** Of a message's two topics, the one that is no Topic Name. `field` is what the first is called. */
export function messageTopicFault(
  field: string,
  topicName: string,
  responseTopic: string | undefined,
): Fault {
  if (isTopicName(topicName) && responseTopic !== undefined) {
    return topicNameFault('Response Topic', responseTopic, WILDCARD_IN_RESPONSE_TOPIC);
  }
  return topicNameFault(field, topicName, WILDCARD);
}

function topicNameFault(field: string, text: string, wildcard: readonly Clause[]): Fault {
  const found = lexicalFault(field, text);
  return found ?? { detail: `${field} ${quoted(text)} has a wildcard`, clauses: wildcard };
}

/** Of a text that is no Topic Filter; with `mayShare` of one that is no shared subscription's either. */
export function topicFilterFault(text: string, mayShare: boolean): Fault {
  const detail = `Topic Filter ${quoted(text)}`;
  const found = lexicalFault('Topic Filter', text);
  if (found !== undefined) return found;
  if (
    mayShare &&
    isShared(text) &&
    parseShared(`${text.split('/', 2).join('/')}/a`) === undefined
  ) {
    return { detail: `${detail} has no valid Share Name`, clauses: SHARE_NAME };
  }
  if (mayShare && /^\$share\/[^/]*\/?$/.test(text)) {
    return { detail: `${detail} has nothing after its Share Name`, clauses: SHARE_NAME };
  }
  const hash = text.indexOf('#');
  const isHashMisplaced =
    hash >= 0 && (hash < text.length - 1 || (hash > 0 && text[hash - 1] !== '/'));
  return isHashMisplaced
    ? { detail: `${detail} has # where it is not the whole last level`, clauses: HASH }
    : { detail: `${detail} has + where it is not a whole level`, clauses: PLUS };
}

/** What no topic of any kind may be. */
function lexicalFault(field: string, text: string): Fault | undefined {
  if (text === '') return { detail: `${field} is empty`, clauses: EMPTY };
  if (text.includes('\u0000')) {
    return { detail: `${field} ${quoted(text)} has U+0000`, clauses: NULL_CHARACTER };
  }
  const bytes = utf8Length(text);
  if (bytes <= TOPIC_BYTES_MAX) return undefined;
  const detail = `${field} of ${bytes} bytes, and ${TOPIC_BYTES_MAX} are allowed`;
  return { detail, clauses: TOO_LONG };
}
