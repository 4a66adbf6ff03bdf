/** Calls that tables are filled from: the twins of the drawings, for who reads them, or has them read aloud. */
import { describeChart } from '../../machines/engine/describe.ts';
import { type ChartName, type Clause, machines } from '../../machines/index.ts';
import { sentence } from '../../sim/render/sentences/sentence.ts';
import { timerName } from '../../sim/render/sentences/timers.ts';
import { clock } from '../../sim/render/sentences/words.ts';
import type { TimelineEvent } from '../../sim/render/timeline/types.ts';
import type { EventRow, TimerRow, TransitionRow } from '../table/protocol.ts';
import { clauseText } from './besides.ts';
import { recordOf } from './numbers.ts';
import { runNumbered } from './runs.ts';

/** A recording of a day has millions; who looks wants a page of them. */
const TIMERS_MAXIMUM = 20_000;

export const tableCalls = {
  /** @param events positions, as the ladder's columns have them */
  eventRows({ run, events }: { run: number; events: readonly number[] }): readonly EventRow[] {
    const { timeline } = runNumbered(run).trace;
    return events.flatMap((at) => {
      const event = timeline.events[at];
      return event === undefined ? [] : [eventRow(event)];
    });
  },

  /** All transitions of a chart, in the order of its definition. */
  transitionRows({ chart }: { chart: ChartName }): readonly TransitionRow[] {
    const rows = describeChart(machines[chart]).filter(({ kind }) => kind !== 'ignored');
    return rows.map(({ state, event, guard = '', targets, actions, clauses }) => ({
      from: state,
      event: event === '' ? 'at once' : event,
      guard,
      to: targets.join(', '),
      actions: actions.join(', '),
      clauses: (clauses as readonly Clause[]).map(clauseText),
    }));
  },

  /** All timers that ever ran, by when they were set. */
  timerRows({ run }: { run: number }): readonly TimerRow[] {
    const { timers, events } = runNumbered(run).trace.timeline;
    return timers.slice(0, TIMERS_MAXIMUM).map(({ timer, client, from, to, outcome, timesSet }) => {
      const recordAt = (index: number) => recordOf(events[index] as TimelineEvent);
      return {
        name: timerName(timer),
        whose: client?.label ?? '',
        part: `${timer.kind === 'will' ? 'will of session' : timer.kind} ${timer.number}`,
        from: recordAt(from.index),
        fromTime: clock(from.timeMs),
        to: to === undefined ? 0 : recordAt(to.index),
        toTime: to === undefined ? '' : clock(to.timeMs),
        outcome: outcome ?? 'runs',
        timesSet,
      };
    });
  },
};

function eventRow(event: TimelineEvent): EventRow {
  const { text, clauses } = sentence(event);
  const { id, timeMs, connection, client } = event;
  return {
    id,
    n: recordOf(event),
    time: clock(timeMs),
    who:
      client?.label ??
      (event.lifeline.kind === 'client' ? event.lifeline.label : event.lifeline.kind),
    connection: connection?.name ?? '',
    text,
    clauses: clauses.map(clauseText),
  };
}
