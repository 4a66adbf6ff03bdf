/** The worker: everything that is not drawing goes on here, on the same code as the command line's. */
import { TraceError } from '../../machines/index.ts';
import { FilterError } from '../../sim/filter/filter.ts';
import { InspectError } from '../../sim/inspect/inspect-error.ts';
import { InterventionError } from '../../sim/interact/deed.ts';
import { ScenarioError } from '../../sim/scenario/text/problem.ts';
import type { Ask, Reply } from '../rpc.ts';
import { api } from './api.ts';

/** The part of a worker's scope that is used; the types of the page know another `self`. */
interface Scope {
  onmessage: (event: MessageEvent<Ask>) => void;
  postMessage(reply: Reply, transfer: Transferable[]): void;
}

const scope = globalThis as unknown as Scope;
/** What these say is for who reads the page; of anything else, a developer wants to know where it was. */
const TOLD = [TraceError, InspectError, FilterError, InterventionError, ScenarioError, RangeError];

scope.onmessage = async ({ data: { id, call, args } }) => {
  try {
    const perform = api[call] as (args: unknown) => unknown;
    const result = await perform(args);
    scope.postMessage({ id, result }, buffersOf(result));
  } catch (error) {
    const isTold = TOLD.some((kind) => error instanceof kind);
    const message = isTold ? (error as Error).message : `${(error as Error).stack ?? error}`;
    scope.postMessage({ id, message }, []);
  }
};

/** Columns of a large trace are handed over, not copied. */
function buffersOf(result: unknown): Transferable[] {
  const values = typeof result === 'object' && result !== null ? Object.values(result) : [];
  const buffers = values.flatMap((value) => (ArrayBuffer.isView(value) ? [value.buffer] : []));
  return [...new Set(buffers)].filter((buffer) => buffer instanceof ArrayBuffer);
}
