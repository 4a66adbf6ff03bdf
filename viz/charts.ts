/** The charts that a client takes part in, in the order in which they come up as it connects and talks. */
import type { ChartName } from '../machines/index.ts';

export const CHARTS: readonly ChartName[] = [
  'connection',
  'session',
  'takeover',
  'will',
  'sender',
  'receiver',
  'client',
];
