/** Properties as mqtt-packet wants them: its names, its types, and User Properties in our order. */
import type { UserProperties } from '../../machines/index.ts';

/** What mqtt-packet calls by another name. */
const WIRE_NAMES: Readonly<Record<string, string>> = { maximumQos: 'maximumQoS' };

export function toWireProperties(properties: object): Record<string, unknown> {
  const wire: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(properties)) {
    if (value !== undefined) wire[WIRE_NAMES[name] ?? name] = toWireValue(name, value);
  }
  return wire;
}

function toWireValue(name: string, value: unknown): unknown {
  if (name === 'userProperties') return toWirePairs(value as UserProperties);
  // mqtt-packet writes what is one bit in the standard from a boolean.
  if (name === 'payloadFormatIndicator') return value === 1;
  if (value instanceof Uint8Array && !Buffer.isBuffer(value)) return Buffer.from(value);
  return value;
}

/**
 * mqtt-packet groups User Properties by name. It also takes a list of groups, though, and a list of groups of one
 * keeps the order. A property list is made by definition, so that a client may call one `__proto__`.
 */
function toWirePairs(pairs: UserProperties): object[] {
  return pairs.map(([name, value]) =>
    Object.defineProperty({}, name, { value, enumerable: true, configurable: true }),
  );
}
