/** What a guard looks at, found by letting it look at a copy that notes it. */

/** Values by the path that they were read at: `event.packet.qos` → 1. */
export type Facts = Record<string, unknown>;

/**
 * A stand-in for the value that gives the same answers, and notes in `facts` what it was asked: what is no object, and
 * lists of such. Bytes are given out as they are.
 */
export function watched<Value>(value: Value, path: string, facts: Facts): Value {
  if (!isContainer(value)) return value;
  // A proxy may not give out anything in place of what a frozen object holds, hence the copy.
  const copy = (Array.isArray(value) ? value.slice() : { ...value }) as object;
  return new Proxy(copy, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key);
      if (typeof key === 'symbol' || typeof member === 'function') return member;
      const at = Array.isArray(target) && key !== 'length' ? `${path}[${key}]` : `${path}.${key}`;
      if (isContainer(member) && !isPlainList(member)) return watched(member, at, facts);
      facts[at] = member;
      return member;
    },
  }) as Value;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
}

function isPlainList(value: object): boolean {
  return Array.isArray(value) && value.every((item) => !isContainer(item));
}
