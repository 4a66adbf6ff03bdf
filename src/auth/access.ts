/**
 * Who may come in and do what, from all that was configured: the program's callbacks, the password file, the ACL file.
 *
 *   - A callback is asked first. What it leaves open (`undefined`) goes to the file; without a file it is refused.
 *   - Password file: a User Name with its password is let in. Clients without a User Name are, if anonymous ones are
 *     allowed. Enhanced authentication is for the callback alone.
 *   - A Will is a message that the client will publish: CONNECT is refused with 0x87 when it may not.
 *   - While the broker publishes about itself, clients may not publish under $SYS.
 *
 * Files are read anew by `reload`. That changes what is answered from then on; it disconnects nobody and ends no
 * subscription.
 */
import type { Logger } from 'pino';
import {
  type AuthenticationOutcome,
  type ConnectionId,
  ReasonCode,
  unreachable,
} from '../../machines/index.ts';
import {
  type AuthenticationRequest,
  type Authenticator,
  type Authorization,
  type AuthorizationRequest,
  type Authorizer,
  type Hooks,
  isThenable,
} from '../hooks.ts';
import { allowedBy } from './acl.ts';
import { type Acl, parseAclFile } from './acl-file.ts';
import { PasswordChecker } from './password-checker.ts';
import { type PasswordHashes, parsePasswordFile } from './password-file.ts';
import { ReloadableFile } from './reloadable-file.ts';

export interface AccessOptions {
  readonly authenticate: Authenticator | undefined;
  readonly authorize: Authorizer | undefined;
  /** Paths; empty for none. */
  readonly passwordFile: string;
  readonly aclFile: string;
  readonly allowAnonymous: boolean;
  readonly passwordChecksMaximum: number;
  /** 0: files are read again only when asked. */
  readonly filesPollSeconds: number;
}

const ACCEPTED: AuthenticationOutcome = { kind: 'accepted' };
const NOT_AUTHORIZED: AuthenticationOutcome = {
  kind: 'refused',
  reasonCode: ReasonCode.notAuthorized,
};

export class Access {
  readonly #options: AccessOptions;
  readonly #logger: Logger;
  readonly #passwords: ReloadableFile<PasswordHashes> | undefined;
  readonly #acl: ReloadableFile<Acl> | undefined;
  readonly #checker: PasswordChecker;
  /** What is not asked of anybody is undefined: the core then allows it without asking. */
  readonly hooks: Hooks;

  /** @throws ConfigurationError for a file that cannot be used. */
  constructor(options: AccessOptions, logger: Logger) {
    this.#options = options;
    this.#logger = logger;
    const { passwordFile, aclFile } = options;
    this.#passwords = open('--password-file', passwordFile, parsePasswordFile);
    this.#acl = open('--acl-file', aclFile, parseAclFile);
    this.#checker = new PasswordChecker(options.passwordChecksMaximum);
    const isAuthorizing = options.authorize !== undefined || this.#acl !== undefined;
    // Somebody has to be asked about wills, also where everybody may come in.
    const isAuthenticating = this.authenticates || isAuthorizing;
    this.hooks = {
      authenticate: isAuthenticating ? (request) => this.#authenticate(request) : undefined,
      authorize: isAuthorizing ? (request) => this.#authorize(request) : undefined,
    };
    this.#warn();
    for (const file of this.#files()) {
      if (options.filesPollSeconds > 0) {
        file.watch(options.filesPollSeconds, () => this.#reload(file));
      }
    }
  }

  /** Whether somebody is asked who a client is. */
  get authenticates(): boolean {
    return this.#options.authenticate !== undefined || this.#passwords !== undefined;
  }

  /** Reads the files again. A file that cannot be used is told to the log, and what it said before holds on. */
  reload(): void {
    for (const file of this.#files()) this.#reload(file);
  }

  /** A connection has closed. */
  forget(connection: ConnectionId): void {
    this.#options.authenticate?.forget?.(connection);
  }

  close(): void {
    for (const file of this.#files()) file.close();
  }

  #files(): ReloadableFile<unknown>[] {
    return [this.#passwords, this.#acl].filter((file) => file !== undefined);
  }

  #reload(file: ReloadableFile<unknown>): void {
    const { path } = file;
    try {
      file.reload();
      this.#logger.info({ path }, 'file read again');
      this.#warn();
    } catch (error) {
      this.#logger.error({ path, err: error }, 'file not usable; what it said before holds on');
    }
  }

  #warn(): void {
    const users = this.#acl?.content.users.size ?? 0;
    if (users === 0 || this.authenticates) return;
    const { path } = this.#acl as ReloadableFile<Acl>;
    this.#logger.warn(
      { path, users },
      'the ACL file names users, and nobody asks for their passwords: give --password-file',
    );
  }

  async #authenticate(request: AuthenticationRequest): Promise<AuthenticationOutcome> {
    const { authenticate } = this.#options;
    const outcome = (await authenticate?.(request)) ?? (await this.#byFile(request));
    if (outcome.kind !== 'accepted' || request.again) return outcome;
    return (await this.#mayPublishWill(request)) ? outcome : NOT_AUTHORIZED;
  }

  async #byFile({ connect, method }: AuthenticationRequest): Promise<AuthenticationOutcome> {
    if (method !== undefined) {
      return { kind: 'refused', reasonCode: ReasonCode.badAuthenticationMethod };
    }
    const { authenticate, allowAnonymous } = this.#options;
    if (this.#passwords === undefined) {
      return authenticate === undefined ? ACCEPTED : NOT_AUTHORIZED;
    }
    if (connect?.userName === undefined) return allowAnonymous ? ACCEPTED : NOT_AUTHORIZED;
    const { userName, password = new Uint8Array() } = connect;
    const verdict = await this.#checker.check(this.#passwords.content, userName, password);
    switch (verdict) {
      case 'right':
        return ACCEPTED;
      case 'wrong':
        return { kind: 'refused', reasonCode: ReasonCode.badUserNameOrPassword };
      case 'busy':
        return { kind: 'refused', reasonCode: ReasonCode.serverBusy };
      default:
        return unreachable(verdict);
    }
  }

  async #mayPublishWill({ connection, connect }: AuthenticationRequest): Promise<boolean> {
    if (connect?.will === undefined) return true;
    const allowed = await this.hooks.authorize?.({
      connection,
      // Empty for a client that is yet to be given one.
      clientId: connect.clientId,
      userName: connect.userName,
      action: 'publish',
      topics: [connect.will.message.topicName],
    });
    return allowed === undefined || allowed === true || (allowed !== false && allowed[0] === true);
  }

  /** At once, where nobody takes time: a message should not wait for nothing. */
  #authorize(request: AuthorizationRequest): Authorization | Promise<Authorization> {
    const answer = this.#options.authorize?.(request);
    if (isThenable(answer)) return answer.then((late) => late ?? this.#byAcl(request));
    return answer ?? this.#byAcl(request);
  }

  #byAcl(request: AuthorizationRequest): Authorization {
    if (this.#acl !== undefined) return allowedBy(this.#acl.content, request);
    return this.#options.authorize === undefined;
  }
}

function open<Content>(
  flag: string,
  path: string,
  parse: (text: string, path: string) => Content,
): ReloadableFile<Content> | undefined {
  return path === '' ? undefined : new ReloadableFile({ path, flag, parse });
}
