/** Calls whose code is fetched when the first of them is made. */
type Calls = Readonly<Record<string, (args: never) => unknown>>;

export function later<Group extends Calls>(load: () => Promise<Group>) {
  let loading: Promise<Group> | undefined;
  return <Name extends keyof Group>(name: Name) =>
    async (args: Parameters<Group[Name]>[0]) => {
      loading ??= load();
      const group = await loading;
      return group[name]?.(args as never) as Awaited<ReturnType<Group[Name]>>;
    };
}
