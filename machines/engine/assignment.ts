import type { AnyStateMachine } from 'xstate';
import type { ChartEvent } from './chart.ts';

interface Args<Context> {
  readonly context: Context;
  readonly event: ChartEvent;
}
type Update<Context> = (args: Args<Context>) => Partial<Context> | undefined;

/** The context after an `assign`. */
export type Assignment<Context> = (context: Context, event: ChartEvent) => Context;

/**
 * The `assign` registered under the name. As in XState the update is merged into a copy; unlike there, an update that
 * changes nothing gives the same context, so that the snapshot can stay the same object too.
 */
export function assignmentOf<Context>(machine: AnyStateMachine, name: string): Assignment<Context> {
  const { assignment } = machine.implementations.actions[name] as unknown as {
    assignment: unknown;
  };
  const update =
    typeof assignment === 'function'
      ? (assignment as Update<Context>)
      : propertyByProperty<Context>(assignment as Record<string, unknown>);
  return (context, event) => {
    const changes = update({ context, event });
    for (const key in changes) {
      if (changes[key] !== context[key] || !(key in (context as object))) {
        return { ...context, ...changes };
      }
    }
    return context;
  };
}

function propertyByProperty<Context>(assignment: Record<string, unknown>): Update<Context> {
  const properties = Object.entries(assignment);
  return (args) => {
    const changes: Record<string, unknown> = {};
    for (const [key, value] of properties) {
      changes[key] = typeof value === 'function' ? value(args) : value;
    }
    return changes as Partial<Context>;
  };
}
