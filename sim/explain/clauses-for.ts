import { type Clause, clause, findClause, type ProtocolVersion } from '../../machines/index.ts';

const VERSIONS = { 3: ['3.1', '3.1.1'], 4: ['3.1.1'], 5: ['5.0'] } as const;

/** Those of the version that the client speaks; all of them where that is not known. */
export function clausesFor(
  ids: readonly string[],
  version: ProtocolVersion | undefined,
): readonly Clause[] {
  const known = [...new Set(ids.flatMap((id) => findClause(id)?.id ?? []))];
  if (version === undefined) return known;
  const versions: readonly string[] = VERSIONS[version];
  return known.filter((id) => versions.includes(clause(id).version));
}
