/** From the names of a chart's effects to the functions that perform them. */

import { ChartError } from '../engine/chart.ts';
import type { Core } from './core.ts';

/** Performs one effect of a part. It may step other parts, never the one that it comes from. */
export type Performer<Part, Event> = (core: Core, part: Part, event: Event) => void;

/** In the order of the chart's own numbering, so that a step looks its effects up by index. */
export type Performers<Part, Event> = readonly Performer<Part, Event>[];

/** @throws ChartError when an effect has no performer, or a performer no effect. */
export function performersOf<Part, Event>(
  chart: { readonly name: string; readonly actions: readonly string[] },
  table: Readonly<Record<string, Performer<Part, Event>>>,
): Performers<Part, Event> {
  for (const name of Object.keys(table)) {
    if (!chart.actions.includes(name)) throw new ChartError(`${chart.name} has no effect ${name}`);
  }
  return chart.actions.map((name) => {
    const performer = table[name];
    if (performer === undefined) throw new ChartError(`${chart.name}: nobody performs ${name}`);
    return performer;
  });
}
