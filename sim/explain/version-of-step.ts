import type { ConnectionContext } from '../../machines/charts/connection-types.ts';
import type { ObservedStep, ProtocolVersion, Snapshot } from '../../machines/index.ts';

/**
 * The version by whose clauses a step goes: that of the connection that took it, or led to it. In a takeover the two
 * connections of a client may speak different ones.
 * @param byClient what each client speaks on its newest connection, for steps that no connection of its own led to
 */
export function versionOfStep(
  step: ObservedStep,
  byClient: ReadonlyMap<string, ProtocolVersion>,
): ProtocolVersion | undefined {
  const { clientId } = step.part;
  for (let at: ObservedStep | undefined = step; at !== undefined; at = at.cause?.step) {
    if (at.chart !== 'connection' || (at !== step && at.part.clientId !== clientId)) continue;
    // An observed step is of any chart; this one is of a connection.
    const { version } = (at.after as Snapshot<ConnectionContext>).context;
    if (version !== 0) return version;
  }
  return byClient.get(clientId);
}
