/**
 * What the program that embeds the broker may decide: who a client is, and what it may do.
 *
 * A hook answers at once or with a promise. The loop never waits: the answer is an input of its own.
 */
import {
  type Authenticate,
  type AuthenticationOutcome,
  type Authorize,
  type ConnectionId,
  ReasonCode,
} from '../machines/index.ts';

/** Who wants to connect, or to re-authenticate. The password is in `connect`. */
export type AuthenticationRequest = Omit<Authenticate, 'type'>;

/** Who wants to publish to, or subscribe to, what. */
export type AuthorizationRequest = Omit<Authorize, 'type'>;

type Maybe<Answer> = Answer | undefined | Promise<Answer | undefined>;

/** Says who may connect. An answer of `undefined` leaves it to the password file; without one it refuses. */
export interface Authenticator {
  (request: AuthenticationRequest): Maybe<AuthenticationOutcome>;
  /** For those who remember something about a connection: it has closed. */
  readonly forget?: (connection: ConnectionId) => void;
}

/**
 * Says for each of `topics`, in order, whether it is allowed; or gives one answer for all of them. `undefined` leaves
 * it to the ACL file; without one it denies.
 */
export type Authorizer = (request: AuthorizationRequest) => Maybe<Authorization>;

export type Authorization = boolean | readonly boolean[];

/** Who answers in the end: the program's callbacks and the files, put together (auth/access.ts). */
export interface Hooks {
  readonly authenticate:
    | ((request: AuthenticationRequest) => AuthenticationOutcome | Promise<AuthenticationOutcome>)
    | undefined;
  readonly authorize:
    | ((request: AuthorizationRequest) => Authorization | Promise<Authorization>)
    | undefined;
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
  const unavailable = (error: unknown) => {
    failed('authenticate', error);
    answer({ kind: 'refused', reasonCode: ReasonCode.serverUnavailable });
  };
  ask(() => given(hooks.authenticate)(request), answer, unavailable);
}

/**
 * Calls the authorizer, then `answer`: at once or later, and exactly once. A failure, or an answer of the wrong
 * length, denies all.
 */
export function askWhether(
  hooks: Hooks,
  request: AuthorizationRequest,
  failed: HookFailed,
  answer: (allowed: readonly boolean[]) => void,
): void {
  const forAll = (isAllowed: boolean) => request.topics.map(() => isAllowed);
  const deny = (error: unknown) => {
    failed('authorize', error);
    answer(forAll(false));
  };
  const check = (allowed: Authorization) => {
    const list = typeof allowed === 'boolean' ? forAll(allowed) : allowed;
    if (list.length === request.topics.length) answer(list);
    else deny(new Error(`${list.length} answers to ${request.topics.length} topics`));
  };
  ask(() => given(hooks.authorize)(request), check, deny);
}

/** The core asks only where a hook was configured; nobody to answer must not mean yes. */
function given<Hook>(hook: Hook | undefined): Hook {
  if (hook === undefined) throw new Error('there is no such hook');
  return hook;
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
    refused(error);
    return;
  }
  if (isThenable(answer)) answer.then(answered, refused);
  else answered(answer);
}

export function isThenable<Answer>(answer: Answer | Promise<Answer>): answer is Promise<Answer> {
  return typeof (answer as { then?: unknown } | undefined)?.then === 'function';
}
