import { type Clause, clause, findClause, type ProtocolVersion } from '../../machines/index.ts';

const VERSIONS = { 3: ['3.1', '3.1.1'], 4: ['3.1.1'], 5: ['5.0'] } as const;

/** Those of the version that the client speaks; all of them where it is not known, or none are of that version. */
export function clausesFor(
  ids: readonly string[],
  version: ProtocolVersion | undefined,
): readonly Clause[] {
  const known = [...new Set(ids.flatMap((id) => findClause(id)?.id ?? []))];
  if (version === undefined) return known;
  const versions: readonly string[] = VERSIONS[version];
  const own = known.filter((id) => versions.includes(clause(id).version));
  return own.length === 0 ? known : own;
}
