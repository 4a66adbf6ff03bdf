/** The clients that there are, for whoever has asked for one that there is not. */

/** So many are named, and the rest counted. */
const NAMED_MAXIMUM = 20;

/** Enough to name some, and to know that there are more. */
export const CLIENTS_KEPT = 10_000;

/** `no client 'heater2' in this trace; there are 'heater', 'sensor' and 3 more`. */
export function noClient(
  clientId: string,
  clients: Iterable<string>,
  where = 'in this trace',
): string {
  return `no client '${clientId}' ${where}; ${thereAre(clients)}`;
}

/** `there are 'heater' and 'sensor'`, in the order in which they came. */
export function thereAre(clients: Iterable<string>): string {
  const all = [...new Set(clients)].filter((client) => client !== '');
  const named = all.slice(0, NAMED_MAXIMUM).map((client) => `'${client}'`);
  if (all.length > NAMED_MAXIMUM) named.push(`${all.length - NAMED_MAXIMUM} more`);
  const [last] = named.splice(-1);
  if (last === undefined) return 'there are none';
  return named.length === 0 ? `there is ${last}` : `there are ${named.join(', ')} and ${last}`;
}
