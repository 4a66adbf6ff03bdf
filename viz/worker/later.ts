/** Calls whose code is fetched when the first of them is made, or ahead of that. */
type Calls = Readonly<Record<string, (args: never) => unknown>>;

const all: (() => Promise<unknown>)[] = [];

export function later<Group extends Calls>(load: () => Promise<Group>) {
  let loading: Promise<Group> | undefined;
  const fetchOnce = () => {
    loading ??= load();
    return loading;
  };
  all.push(fetchOnce);
  return <Name extends keyof Group>(name: Name) =>
    async (args: Parameters<Group[Name]>[0]) => {
      const group = await fetchOnce();
      return group[name]?.(args as never) as Awaited<ReturnType<Group[Name]>>;
    };
}

export async function fetchGroups(): Promise<void> {
  for (const fetchOnce of all) await fetchOnce();
}
