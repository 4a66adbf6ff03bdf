/** A soak in words and numbers. */
import type { Cycle } from './cycle.ts';
import type { Faults } from './faults.ts';
import type { Status } from './insight.ts';
import type { LedgerTotals } from './ledger.ts';
import type { Tally } from './member.ts';
import type { SoakOptions } from './options.ts';
import { megabytes } from './verdict.ts';

/** What a line of progress counts from. */
export interface Mark {
  readonly atMs: number;
  readonly published: number;
  readonly delivered: number;
}

export interface Summary {
  readonly totals: LedgerTotals;
  readonly tally: Tally;
  readonly trafficMs: number;
  readonly before: Status | undefined;
  readonly after: Status | undefined;
  readonly seconds: number;
  readonly isInterrupted: boolean;
}

export function markOf({ ledger: { totals } }: Cycle): Mark {
  const { published, delivered } = totals;
  return { atMs: performance.now(), published: sum(published), delivered: sum(delivered) };
}

export function progressLine(
  cycle: Cycle,
  status: Status,
  faults: Faults,
  [last, now]: readonly [Mark, Mark],
): string {
  const seconds = (now.atMs - last.atMs) / 1_000;
  const { cuts, takeovers } = cycle.tally;
  return [
    `${number(cycle.crowd.connectedCount)} connected`,
    `${number((now.published - last.published) / seconds)} msg/s in`,
    `${number((now.delivered - last.delivered) / seconds)} out`,
    `${number(cuts)} cuts`,
    `${number(takeovers)} takeovers`,
    `${number(status.timers)} timers`,
    `broker ${megabytes(status.rssBytes)}`,
    `load ${megabytes(process.memoryUsage.rss())}`,
    `${faults.count} faults`,
  ].join('  ');
}

export function summaryLines(summary: Summary, options: SoakOptions): string[] {
  const { totals, tally, before, after, trafficMs, seconds } = summary;
  const { published, delivered, redelivered } = totals;
  const traffic = trafficMs / 1_000;
  return [
    '',
    `${seconds.toFixed(0)} s in all, ${traffic.toFixed(0)} s of them traffic`,
    `published: ${qosCounts(published)} (${number(sum(published) / traffic)}/s)`,
    `delivered: ${qosCounts(delivered)}; two for one, QoS 0 only to who is there`,
    `redelivered at QoS 1: ${number(redelivered)}`,
    `connects: ${number(tally.connects)}, cuts: ${number(tally.cuts)}, takeovers: ${number(tally.takeovers)}, ` +
      `${number(tally.discards)} more to end a session (0x8E heard: ${number(tally.takenOverNotices)}), pings: ${number(tally.pings)}`,
    ...(before === undefined || after === undefined ? [] : returned(before, after, options)),
  ];
}

function returned(before: Status, after: Status, options: SoakOptions): string[] {
  const difference = (key: 'heapBytes' | 'rssBytes' | 'heapTakenBytes') =>
    `${megabytes(before[key])} → ${megabytes(after[key])}`;
  const { connections, sessions, filters, retained, timers, descriptors, events } = after;
  return [
    `left in the broker: ${connections} connections, ${sessions} sessions, ${filters} filters, ` +
      `${retained} retained, ${timers} timers, ${descriptors ?? '?'} descriptors (${before.descriptors ?? '?'} before)`,
    `memory, baseline → end: in use ${difference('heapBytes')} (${options.toleranceMb} MB more allowed), ` +
      `resident ${difference('rssBytes')} (${options.residentToleranceMb} MB), ` +
      `of it V8's heap ${difference('heapTakenBytes')}`,
    `events: ${Object.entries(events)
      .map(([name, count]) => `${name} ${number(count)}`)
      .join(', ')}`,
  ];
}

function qosCounts(counts: readonly number[]): string {
  return counts.map((count, qos) => `${number(count)} of QoS ${qos}`).join(', ');
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

function number(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
