/** What a client sent that cannot be followed: thrown by the readers, caught by the decoder alone. */
import { type Clause, ReasonCode } from '../../machines/index.ts';

/** Of bytes that do not fit together, where the standard has no more exact rule. */
export const MALFORMED: readonly Clause[] = [
  'v3 MQTT-4.8.0-1',
  'v5 MQTT-4.13.1-1',
  'v5 4.13.1 malformed packet',
];

/**
 * Bytes that are no MQTT Control Packet. `message` says what was wrong, for people: the field and its value.
 * `clauses` are the statements that were broken, of all versions that have one.
 */
export class MalformedError extends Error {
  readonly reasonCode: number;
  readonly clauses: readonly Clause[];

  constructor(
    detail: string,
    clauses: readonly Clause[],
    reasonCode: number = ReasonCode.malformedPacket,
  ) {
    super(detail);
    this.clauses = clauses;
    this.reasonCode = reasonCode;
  }
}

/** For a packet whose parts can be told apart, but which the standard calls a Protocol Error. */
export function protocolError(detail: string, ...clauses: readonly Clause[]): MalformedError {
  return new MalformedError(detail, clauses, ReasonCode.protocolError);
}

/** `0x1f`. */
export function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}
