/** Whether something is a packet that a client can send: what comes in a link may be anything. */
import { isClientPacketType } from './deed.ts';
import { isBytes, resolved, schemaOf } from './packet-fields.ts';

type Schema = ReturnType<typeof schemaOf>;

/** @returns what is wrong with it; undefined for a packet */
export function packetProblem(value: unknown): string | undefined {
  const { type } = (value ?? {}) as { readonly type?: unknown };
  if (typeof type !== 'string' || !isClientPacketType(type)) {
    return `${JSON.stringify(type) ?? 'it'} is no type of a packet that a client can send`;
  }
  return problemIn(value, schemaOf(type), type);
}

function problemIn(value: unknown, schema: Schema, path: string): string | undefined {
  if (isBytes(schema)) return value instanceof Uint8Array ? undefined : `${path} is not bytes`;
  const { type, enum: choices, minimum, maximum, properties, items } = resolved(schema);
  if (choices !== undefined) {
    const all = choices.join(', ');
    return choices.includes(value as number) ? undefined : `${path} is none of ${all}`;
  }
  if (type === 'integer') return numberProblem(value, minimum, maximum, path);
  if (type === 'string') return typeof value === 'string' ? undefined : `${path} is no text`;
  if (type === 'boolean') {
    return typeof value === 'boolean' ? undefined : `${path} is neither true nor false`;
  }
  if (type === 'array') return listProblem(value, items, path);
  if (properties === undefined) return undefined;
  return recordProblem(value, schema, path);
}

function numberProblem(
  value: unknown,
  minimum = Number.MIN_SAFE_INTEGER,
  maximum = Number.MAX_SAFE_INTEGER,
  path: string,
): string | undefined {
  if (Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum) {
    return undefined;
  }
  return `${path} is no whole number from ${minimum} to ${maximum}`;
}

function listProblem(value: unknown, items: Schema | undefined, path: string): string | undefined {
  if (!Array.isArray(value)) return `${path} is no list`;
  if (items?.prefixItems !== undefined) {
    const isPair = (pair: unknown) => {
      return Array.isArray(pair) && pair.length === 2 && pair.every((t) => typeof t === 'string');
    };
    return value.every(isPair) ? undefined : `${path} is not made of pairs of texts`;
  }
  for (const [index, item] of value.entries()) {
    const found = problemIn(item, items ?? {}, `${path}.${index}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function recordProblem(value: unknown, schema: Schema, path: string): string | undefined {
  if (typeof value !== 'object' || value === null) return `${path} is no object`;
  const { properties = {}, required = [] } = resolved(schema);
  for (const [key, member] of Object.entries(value)) {
    const own = properties[key];
    if (member === undefined || key === 'type') continue;
    if (own === undefined) return `${path} has no ${key}`;
    const found = problemIn(member, own, `${path}.${key}`);
    if (found !== undefined) return found;
  }
  const missing = required.find((key) => (value as Record<string, unknown>)[key] === undefined);
  return missing === undefined ? undefined : `${path}.${missing} is missing`;
}
