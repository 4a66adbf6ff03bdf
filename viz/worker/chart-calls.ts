/** Calls about the charts themselves, whatever run is open. */

import { describeChart } from '../../machines/engine/describe.ts';
import { type ChartName, type Clause, clause, machines } from '../../machines/index.ts';
import { chartSvg } from '../../sim/render/chart/svg.ts';
import type { Outgoing } from '../protocol.ts';
import { withoutStyle } from './without-style.ts';

export const chartCalls = {
  chart({ chart }: { chart: ChartName }): string {
    return withoutStyle(chartSvg(chart));
  },

  /** What a state answers to, and what states around it answer for it. */
  outgoing({ chart, state }: { chart: ChartName; state: string }): readonly Outgoing[] {
    const rows = describeChart(machines[chart]);
    const isWithin = (path: string) => path === state || path.startsWith(`${state}.`);
    const own = rows.filter((row) => row.state === state || row.declaredIn === state);
    const shown = own.length > 0 ? own : rows.filter((row) => isWithin(row.state));
    const seen = new Set<string>();
    return shown.flatMap((row) => {
      if (row.kind === 'ignored') return [];
      const { guard = '', targets, actions, clauses } = row;
      const event = row.event === '' ? 'at once' : row.event;
      const told = { event, guard, to: targets.join(', '), actions: actions.join(', ') };
      const key = JSON.stringify(told);
      if (seen.has(key)) return [];
      seen.add(key);
      const texts = (clauses as readonly Clause[]).map((id) => ({
        id,
        summary: clause(id).summary,
      }));
      return [{ ...told, clauses: texts }];
    });
  },
};
