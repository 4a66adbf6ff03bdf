/** Ends a `switch` over a closed union: a case that is missing does not compile, and one that slips in names itself. */
export function unreachable(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
