/** Every call that the worker answers. A group that a first story does not need loads when it is first called. */
import { ladderCalls } from './ladder-calls.ts';
import { later } from './later.ts';
import { traceCalls } from './trace-calls.ts';

const charts = later(async () => (await import('./chart-calls.ts')).chartCalls);
const lives = later(async () => (await import('./live.ts')).liveCalls);
const fates = later(async () => (await import('./fate-calls.ts')).fateCalls);
const files = later(async () => (await import('./file-calls.ts')).fileCalls);

export const api = {
  ...traceCalls,
  ...ladderCalls,
  chart: charts('chart'),
  outgoing: charts('outgoing'),
  fate: fates('fate'),
  readFile: files('readFile'),
  readSoFar: files('readSoFar'),
  columnsSoFar: files('columnsSoFar'),
  giveUp: files('giveUp'),
  live: lives('live'),
};

export type Api = typeof api;
