// How a clause is accounted for, as the tables beside this file write it down. What a transition carries and which
// transcripts are about a clause is found out, not written: see index.ts.

/** What is written about one clause. */
export interface Written {
  /** `src/codec/frame.ts checkFirstByte`: where it is enforced, if no transition of the broker's charts carries it. */
  readonly place?: string;
  /** Binds clients only, and no server can see that it is broken: why not. */
  readonly client?: string;
  /** Why it does not apply to this broker. */
  readonly notApplicable?: string;
  /** Not kept yet: what it waits for. Written out, `{ pending: 'what', tests: [] }`, for it should be rare. */
  readonly pending?: string;
  /** Tests that fail when it is broken, beside the transcripts that name it: `x.txt`, or `folder/x.test.ts > title`. */
  readonly tests: readonly string[];
}

export function place(where: string, ...tests: readonly string[]): Written {
  return { place: where, tests };
}

/** Of a clause that a transition carries and no transcript names. */
export function tested(...tests: readonly string[]): Written {
  return { tests };
}

export function client(why: string): Written {
  return { client: why, tests: [] };
}

export function notApplicable(why: string, ...tests: readonly string[]): Written {
  return { notApplicable: why, tests };
}

// The test files that are named most.

export function malformed(title: string): string {
  return `broker/codec-malformed.test.ts > the decoder refuses > ${title}`;
}

export function refuses(title: string): string {
  return `clauses/bytes.test.ts > the decoder refuses > ${title}`;
}

export function reads(title: string): string {
  return `clauses/bytes.test.ts > the decoder reads > ${title}`;
}

export function writes(title: string): string {
  return `clauses/bytes.test.ts > the encoder writes > ${title}`;
}

export function forwarded(title: string): string {
  return `clauses/forwarded.test.ts > ${title}`;
}

export const ofTheirTables =
  'clauses/outgoing.test.ts > a broker > packets have the codes of their own tables';
export const inPlace =
  'clauses/outgoing.test.ts > a broker > packets have the properties that they may have';
export const inForm =
  'clauses/outgoing.test.ts > a broker > QoS 0 has neither DUP nor identifier, and a refusal no Session Present';
export const uniqueIdentifiers =
  'properties/broker.test.ts > a broker > Packet Identifiers are unique in flight';
export const nothingOutOfPlace =
  'properties/broker.test.ts > a broker > CONNACK comes first, and nothing comes after DISCONNECT';
export const sockets = 'broker/sockets.test.ts > ';
export const topics = 'topics/topic.test.ts > ';

// The places that are named most.

export const TEXT = 'src/codec/cursor.ts readText';
export const FIRST_BYTE = 'src/codec/frame.ts checkFirstByte';
export const CONNECT_FLAGS = 'src/codec/read-connect.ts checkFlags';
export const CONNECT = 'src/codec/read-connect.ts readConnect';
export const RETAIN = 'machines/core/publishing.ts retain';
export const SUBSCRIBE = 'machines/core/subscriptions.ts subscribe';
export const UNSUBSCRIBE = 'machines/core/subscriptions.ts unsubscribe';
export const WANTS_RETAINED = 'machines/core/subscriptions.ts wantsRetained';
export const SEND_RETAINED = 'machines/core/subscriptions.ts sendRetained';
export const UNDER = 'machines/core/copies.ts under';
export const MATCH = 'machines/topics/topic-tree.ts matchTopic';
export const WILLS = 'machines/core/wills.ts willEffects';
export const RECEIVERS = 'machines/core/receivers.ts receiverEffects';
export const SEND_PUBLISH = 'machines/core/senders.ts sendPublish';
export const REFUSE = 'machines/core/connections.ts refuse';
export const DISCONNECT = 'machines/core/connections.ts disconnect';
export const KEEP_ALIVE = 'machines/charts/connection-connected.ts keepAlive';
export const TERMS = 'machines/core/routing.ts termsOf';
export const REASON_CODE = 'src/codec/reason-code.ts readReasonCode';

// What only clients know of themselves.

export const ORDER_OF_A_CLIENT =
  'Where a client sends in another order, a server cannot know what that order should have been.';
export const STATE_OF_A_CLIENT =
  'What state a client has stored, and what it drops, no server sees.';
