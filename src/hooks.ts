/**
 * What the program that embeds the broker may decide: who a client is, and what it may do.
 *
 * A hook answers at once or with a promise. The loop never waits: the answer is an input of its own.
 */
import {
  type Authenticate,
  type AuthenticationOutcome,
  type Authorize,
  ReasonCode,
} from '../machines/index.ts';

/** Who wants to connect, or to re-authenticate. The password is in `connect`. */
export type AuthenticationRequest = Omit<Authenticate, 'type'>;

/** Who wants to publish to, or subscribe to, what. */
export type AuthorizationRequest = Omit<Authorize, 'type'>;

export type Authenticator = (
  request: AuthenticationRequest,
) => AuthenticationOutcome | Promise<AuthenticationOutcome>;

/** For each of `topics`, in order, whether it is allowed; or one answer for all of them. */
export type Authorizer = (
  request: AuthorizationRequest,
) => Authorization | Promise<Authorization>;

export type Authorization = boolean | readonly boolean[];

export interface Hooks {
  readonly authenticate: Authenticator | undefined;
  readonly authorize: Authorizer | undefined;
}

/** Told of a hook that threw or rejected; the client is refused all the same. */
export type HookFailed = (hook: keyof Hooks, error: unknown) => void;

/** Calls the authenticator, then `answer`: at once or later, and exactly once. A failure refuses. */
export function askWho(
  hooks: Hooks,
  request: AuthenticationRequest,
  failed: HookFailed,
  answer: (outcome: AuthenticationOutcome) => void,
): void {
  const { authenticate } = hooks;
  if (authenticate === undefined) return answer(unavailable());
  ask(() => authenticate(request), answer, (error) => {
    failed('authenticate', error);
    answer(unavailable());
  });
}

/** Calls the authorizer, then `answer`: at once or later, and exactly once. A failure, or a wrong count, denies all. */
export function askWhether(
  hooks: Hooks,
  request: AuthorizationRequest,
  failed: HookFailed,
  answer: (allowed: readonly boolean[]) => void,
): void {
  const { authorize } = hooks;
  const deny = () => answer(request.topics.map(() => false));
  if (authorize === undefined) return deny();
  const check = (given: Authorization) => {
    if (typeof given === 'boolean') return answer(request.topics.map(() => given));
    if (given.length === request.topics.length) return answer(given);
    const counts = `${given.length} answers to ${request.topics.length} topics`;
    failed('authorize', new Error(counts));
    deny();
  };
  ask(() => authorize(request), check, (error) => {
    failed('authorize', error);
    deny();
  });
}

function unavailable(): AuthenticationOutcome {
  return { kind: 'refused', reasonCode: ReasonCode.serverUnavailable };
}

/** `answered` and `refused` are outside the hook's own try: an error of theirs is not the hook's. */
function ask<Answer>(
  hook: () => Answer | Promise<Answer>,
  answered: (answer: Answer) => void,
  refused: (error: unknown) => void,
): void {
  let answer: Answer | Promise<Answer>;
  try {
    answer = hook();
  } catch (error) {
    return refused(error);
  }
  if (answer instanceof Promise) answer.then(answered, refused);
  else answered(answer);
}
