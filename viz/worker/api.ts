/** Every call that the worker answers. A group that a first story does not need loads when it is first called. */
import { traceCalls } from './trace-calls.ts';

export const api = {
  ...traceCalls,
};

export type Api = typeof api;
