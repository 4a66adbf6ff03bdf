/** What a client sent that cannot be followed: thrown by the readers, caught by the decoder alone. */
import { ReasonCode } from '../../machines/index.ts';

/** Bytes that are no MQTT Control Packet. `message` says what was wrong, for people. */
export class MalformedError extends Error {
  readonly reasonCode: number;

  constructor(detail: string, reasonCode: number = ReasonCode.malformedPacket) {
    super(detail);
    this.reasonCode = reasonCode;
  }
}

/** For a packet whose parts can be told apart, but which the standard calls a Protocol Error. */
export function protocolError(detail: string): MalformedError {
  return new MalformedError(detail, ReasonCode.protocolError);
}
