/** Asking the worker: a call by name, and a promise of its answer. */
import type { Api } from './worker/api.ts';
import { startWorker } from './worker/start.ts';

export type CallName = keyof Api;
type Args<Name extends CallName> = Parameters<Api[Name]> extends [infer A] ? A : undefined;
type Answer<Name extends CallName> = Awaited<ReturnType<Api[Name]>>;

export interface Ask {
  readonly id: number;
  readonly call: CallName;
  readonly args: unknown;
}

export type Reply =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly message: string };

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

const worker = startWorker();
const waiting = new Map<number, Waiting>();
let last = 0;

worker.onmessage = ({ data }: MessageEvent<Reply>) => {
  const { resolve, reject } = waiting.get(data.id) as Waiting;
  waiting.delete(data.id);
  if ('message' in data) reject(new Error(data.message));
  else resolve(data.result as never);
};

/** Nobody would ever be answered. */
worker.onerror = ({ message }) => {
  for (const { reject } of waiting.values()) reject(new Error(`the worker has ended: ${message}`));
  waiting.clear();
};

/** @throws Error with a message for who reads the page */
export function ask<Name extends CallName>(
  call: Name,
  ...args: Args<Name> extends undefined ? [] : [Args<Name>]
): Promise<Answer<Name>> {
  last += 1;
  const id = last;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, call, args: args[0] } satisfies Ask);
  });
}
