/** The input of a step from its JSON text: bytes are bytes again, and the time is put back. */
import type { Input } from '../inputs.ts';
import type { Publish } from '../packets.ts';
import { bytesOf } from './bytes.ts';
import { expectKnownInput } from './known-names.ts';

/** @throws SyntaxError for what is not JSON, UnknownNameError or TypeError for what is no input. */
export function readInput(text: string, nowMs: number): Input {
  const input = JSON.parse(text) as Record<string, unknown>;
  input['nowMs'] = nowMs;
  expectKnownInput(input);
  if (input['type'] === 'received') {
    const packet = input['packet'] as { readonly type?: unknown };
    if (packet.type === 'PUBLISH') revivePublish(packet as Publish);
    else if (!isPlain(packet)) reviveMembers(packet);
    return input as unknown as Input;
  }
  reviveMembers(input);
  return input as unknown as Input;
}

/** Acknowledgements and pings have no bytes in them. */
function isPlain({ type }: { readonly type?: unknown }): boolean {
  return type === 'PINGREQ' || type === 'PUBACK' || type === 'PUBREC' || type === 'PUBCOMP';
}

function revivePublish({ message }: Publish): void {
  const mutable = message as { payload: unknown; properties?: unknown };
  const payload = bytesOf(mutable.payload as object);
  if (payload === undefined) throw new TypeError('a payload in no known form');
  mutable.payload = payload;
  if (mutable.properties !== undefined) reviveMembers(mutable.properties as object);
}

/** Replaces whatever stands for bytes, at any depth. */
export function reviveMembers(value: object): void {
  for (const [key, member] of Object.entries(value)) {
    if (typeof member !== 'object' || member === null) continue;
    const bytes = bytesOf(member);
    if (bytes === undefined) reviveMembers(member);
    else (value as Record<string, unknown>)[key] = bytes;
  }
}
