/** A call whose arguments follow the cursor. One question at a time: who drags gets what is under it at the end. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { ask, type CallName } from '../rpc.ts';

type Args<Name extends CallName> = Parameters<typeof ask<Name>> extends [Name, infer A] ? A : never;
type Answer<Name extends CallName> = Awaited<ReturnType<typeof ask<Name>>>;

export interface Asked<Value> {
  /** The last answer, until there is a newer one. */
  readonly answer: Value | undefined;
  /** Why there is none to what was asked last; empty when there is, or will be. */
  readonly trouble: string;
}

/**
 * @param args undefined to ask nothing
 * @param restMs for how long the arguments have to stay as they are, where the answer costs the worker much
 */
export function useAsked<Name extends CallName>(
  name: Name,
  args: Args<Name> | undefined,
  restMs = 0,
): Asked<Answer<Name>> {
  const [asked, setAsked] = useState<Asked<Answer<Name>>>({ answer: undefined, trouble: '' });
  const state = useRef({ isAsking: false, next: undefined as Args<Name> | undefined });
  const key = JSON.stringify(args);
  // Equal arguments are the same question.
  useEffect(() => {
    const begin = () => {
      const { current } = state;
      current.next = args;
      if (!current.isAsking) goOn(name, current, setAsked);
    };
    if (restMs === 0) {
      begin();
      return;
    }
    const timer = setTimeout(begin, restMs);
    return () => clearTimeout(timer);
  }, [key]);
  return asked;
}

interface State<Name extends CallName> {
  isAsking: boolean;
  next: Args<Name> | undefined;
}

/** Until nobody wants to know anything else. */
async function goOn<Name extends CallName>(
  name: Name,
  state: State<Name>,
  told: (asked: Asked<Answer<Name>>) => void,
): Promise<void> {
  const askFor = ask as (name: Name, args: Args<Name>) => Promise<Answer<Name>>;
  state.isAsking = true;
  while (state.next !== undefined) {
    const question = state.next;
    state.next = undefined;
    try {
      told({ answer: await askFor(name, question), trouble: '' });
    } catch (error) {
      told({ answer: undefined, trouble: (error as Error).message });
    }
  }
  state.isAsking = false;
}
