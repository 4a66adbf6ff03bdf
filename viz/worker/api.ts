/** Every call that the worker answers. A group that a first story does not need loads when it is first called. */
import { ladderCalls } from './ladder-calls.ts';
import { later } from './later.ts';
import { traceCalls } from './trace-calls.ts';

const charts = later(async () => (await import('./chart-calls.ts')).chartCalls);

export const api = {
  ...traceCalls,
  ...ladderCalls,
  chart: charts('chart'),
  outgoing: charts('outgoing'),
};

export type Api = typeof api;
