/** From the names of the charts' effects to the functions that perform them. */
import type { Charts } from '../charts/index.ts';
import { ChartError } from '../engine/chart.ts';
import { connectionEffects, processHeld } from './connections.ts';
import type { AllPerformers, Performer, Performers } from './core.ts';
import { receiverEffects } from './receivers.ts';
import { senderEffects } from './senders.ts';
import { sessionEffects } from './sessions.ts';
import { takeoverEffects } from './takeovers.ts';
import { willEffects } from './wills.ts';

export function performersFor(charts: Charts): AllPerformers {
  return {
    connection: performersOf(charts.connection, connectionEffects),
    session: performersOf(charts.session, sessionEffects),
    will: performersOf(charts.will, willEffects),
    takeover: performersOf(charts.takeover, takeoverEffects),
    sender: performersOf(charts.sender, senderEffects),
    receiver: performersOf(charts.receiver, receiverEffects),
    processHeld,
  };
}

/** @throws ChartError when an effect has no performer, or a performer no effect. */
function performersOf<Part, Event>(
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
