/** Members of plain data by their paths: `message.topicName`, `subscriptions.0.qos`. */

export function byPath(value: unknown, path: string): unknown {
  let found = value;
  for (const key of path.split('.')) {
    found = (found as Readonly<Record<string, unknown>> | undefined)?.[key];
  }
  return found;
}

/** A copy with one member changed, or left out where it is to be undefined. */
export function withPath(value: unknown, path: string, member: unknown): unknown {
  const [key = '', ...rest] = path.split('.');
  if (Array.isArray(value)) {
    const next = rest.length === 0 ? member : withPath(value[Number(key)], rest.join('.'), member);
    return value.with(Number(key), next);
  }
  const { [key]: before, ...others } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const next = rest.length === 0 ? member : withPath(before, rest.join('.'), member);
  return next === undefined ? others : { ...others, [key]: next };
}
