import { type Clause, clausesOf, findClause, type ProtocolVersion } from '../../machines/index.ts';

/** Each once, and those of the version that is spoken; all of them where that is not known. */
export function clausesFor(
  ids: readonly string[],
  version: ProtocolVersion | undefined,
): readonly Clause[] {
  const known = new Set(ids.flatMap((id) => findClause(id)?.id ?? []));
  return clausesOf(version ?? 0, [...known]);
}
