/** Every call that the worker answers. A group that a first story does not need loads when it is first called. */
import { openFirstStory, type Simulated } from './first-story.ts';
import { ladderCalls } from './ladder-calls.ts';
import { fetchGroups, later } from './later.ts';

const records = later(async () => (await import('./record-calls.ts')).recordCalls);
const simulations = later(async () => (await import('./simulate-calls.ts')).simulateCalls);
const charts = later(async () => (await import('./chart-calls.ts')).chartCalls);
const lives = later(async () => (await import('./live.ts')).liveCalls);
const fates = later(async () => (await import('./fate-calls.ts')).fateCalls);
const plays = later(async () => (await import('./play-calls.ts')).playCalls);
const filters = later(async () => (await import('./filter-calls.ts')).filterCalls);
const comparisons = later(async () => (await import('./compare-calls.ts')).compareCalls);
const exports = later(async () => (await import('./export-calls.ts')).exportCalls);
const tables = later(async () => (await import('./table-calls.ts')).tableCalls);
const packets = later(async () => (await import('./packet-calls.ts')).packetCalls);
const files = later(async () => (await import('./file-calls.ts')).fileCalls);

const simulated = simulations('simulate');

export const api = {
  fetchGroups,
  ...ladderCalls,
  simulate: (args: Simulated) => openFirstStory(args) ?? simulated(args),
  list: simulations('list'),
  moment: records('moment'),
  prepare: records('prepare'),
  packets: packets('packets'),
  chart: charts('chart'),
  outgoing: charts('outgoing'),
  fate: fates('fate'),
  filter: filters('filter'),
  readFile: files('readFile'),
  readSoFar: files('readSoFar'),
  columnsSoFar: files('columnsSoFar'),
  giveUp: files('giveUp'),
  live: lives('live'),
  reopen: plays('reopen'),
  steps: plays('steps'),
  prospects: plays('prospects'),
  whyNot: plays('whyNot'),
  causes: plays('causes'),
  intervene: plays('intervene'),
  expire: plays('expire'),
  packetForms: plays('packetForms'),
  scenarioText: plays('scenarioText'),
  checkScenario: plays('checkScenario'),
  stories: comparisons('stories'),
  story: comparisons('story'),
  captions: comparisons('captions'),
  twin: comparisons('twin'),
  compared: comparisons('compared'),
  besideRows: comparisons('besideRows'),
  besideFile: comparisons('besideFile'),
  exported: exports('exported'),
  commands: exports('commands'),
  remembered: exports('remembered'),
  eventRows: tables('eventRows'),
  transitionRows: tables('transitionRows'),
  timerRows: tables('timerRows'),
};

export type Api = typeof api;
