/** What was asked for is not in the trace, or cannot be found out from it: what is wrong, and what to do. */
export class InspectError extends Error {
  override readonly name = 'InspectError';
}
