/** What a teller of events returns, and how it looks its clauses up. */
import type { Clause, ProtocolVersion } from '../../../machines/index.ts';

/** Without a capital and a full stop; no clauses where none apply. */
export interface Told {
  readonly text: string;
  readonly clauses?: readonly Clause[] | undefined;
}

/** Clauses for each version. 3.1 numbers nothing; where it says the same thing under a name of ours, that is given. */
export interface ByVersion {
  readonly v31?: readonly Clause[];
  readonly v3?: readonly Clause[];
  readonly v5?: readonly Clause[];
}

export function clausesFor(
  version: ProtocolVersion | undefined,
  { v31, v3, v5 }: ByVersion,
): readonly Clause[] {
  if (version === 5) return v5 ?? [];
  return (version === 3 ? v31 : v3) ?? [];
}
