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

/** @param args undefined to ask nothing */
export function useAsked<Name extends CallName>(
  name: Name,
  args: Args<Name> | undefined,
): Asked<Answer<Name>> {
  const [asked, setAsked] = useState<Asked<Answer<Name>>>({ answer: undefined, trouble: '' });
  const state = useRef({ isAsking: false, next: undefined as Args<Name> | undefined });
  const key = JSON.stringify(args);
  // Equal arguments are the same question.
  useEffect(() => {
    const { current } = state;
    current.next = args;
    if (current.isAsking || args === undefined) return;
    current.isAsking = true;
    const go = async () => {
      while (current.next !== undefined) {
        const question = current.next;
        current.next = undefined;
        try {
          const answer = await (ask as (name: Name, args: Args<Name>) => Promise<Answer<Name>>)(
            name,
            question,
          );
          setAsked({ answer, trouble: '' });
        } catch (error) {
          setAsked({ answer: undefined, trouble: (error as Error).message });
        }
      }
      current.isAsking = false;
    };
    go();
  }, [key]);
  return asked;
}
