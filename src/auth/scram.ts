/**
 * SCRAM-SHA-256 (RFC 5802, RFC 7677) as an authenticator: enhanced authentication of MQTT 5.0 (section 4.12), in which
 * the password never goes over the network, and the broker proves that it knows the user too.
 *
 *     client  CONNECT, or AUTH Re-authenticate   n,,n=ann,r=«nonce»
 *     broker  AUTH Continue authentication       r=«nonce+ours»,s=«salt»,i=4096
 *     client  AUTH Continue authentication       c=biws,r=«nonce+ours»,p=«proof»
 *     broker  CONNACK or AUTH, Success           v=«our proof»
 *
 * It is also the worked example of a method: an authenticator that answers `continued` is asked again with the
 * client's next AUTH, under the same connection number, by which it finds what it remembers. How long a client may take
 * is the broker's business (`authenticationTimeoutSeconds`), and so is the order of packets.
 *
 * What it does not do: channel binding (there is none to bind to below TLS in MQTT), and users other than the one who
 * proves to know the password: a User Name in CONNECT has to be the same, because authorization goes by that one.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type AuthenticationOutcome, type ConnectionId, ReasonCode } from '../../machines/index.ts';
import type { AuthenticationRequest, Authenticator } from '../hooks.ts';
import {
  hmacSha256,
  prepared,
  SCRAM_ITERATIONS_MINIMUM,
  type ScramKeys,
  SHA256_BYTES,
  sha256,
} from './scram-keys.ts';
import { type ClientFirst, parseClientFinal, parseClientFirst } from './scram-messages.ts';

export const SCRAM_SHA_256 = 'SCRAM-SHA-256';

const NONCE_BYTES = 18;
const SALT_BYTES = 16;

export interface ScramOptions {
  /** Keys by user, from `makeScramKeys` or `readScramFile`; or who looks them up. */
  readonly users:
    | ReadonlyMap<string, ScramKeys>
    | ((userName: string) => ScramKeys | undefined | Promise<ScramKeys | undefined>);
}

/** Between our message and the client's. */
interface Conversation {
  readonly first: ClientFirst;
  readonly userName: string;
  readonly keys: ScramKeys;
  /** For a user who does not exist, the keys are made up. */
  readonly isKnown: boolean;
  readonly nonce: string;
  readonly serverFirst: string;
}

/** What is remembered of a connection. */
interface Memory {
  /** Who has been authenticated on it. */
  userName?: string;
  conversation?: Conversation | undefined;
}

/**
 * An authenticator for the method SCRAM-SHA-256. Anybody who comes without that method is left to the password file.
 *
 * @example
 * const users = new Map([['ann', await makeScramKeys('correct horse')]]);
 * const broker = createBroker({
 *   authenticate: scramSha256({ users }),
 *   authenticationMethods: [SCRAM_SHA_256],
 * });
 */
export function scramSha256({ users }: ScramOptions): Authenticator {
  const memories = new Map<ConnectionId, Memory>();
  const lookUp = typeof users === 'function' ? users : (userName: string) => users.get(userName);
  const decoySecret = randomBytes(SHA256_BYTES);

  const authenticate = async (request: AuthenticationRequest) => {
    const { connection, method, data } = request;
    if (method !== SCRAM_SHA_256) return undefined;
    const memory = memories.get(connection) ?? {};
    memories.set(connection, memory);
    const { conversation } = memory;
    memory.conversation = undefined;
    if (conversation !== undefined) return finish(conversation, data, memory);
    const first = parseClientFirst(data);
    if (first === undefined) return refused('SCRAM: not a first message');
    const userName = prepared(first.userName);
    if (!isSameUser(userName, request, memory)) return refused('SCRAM: another user');
    const known = await lookUp(userName);
    const keys = known ?? decoyKeys(decoySecret, userName);
    memory.conversation = begin(first, userName, keys, known !== undefined);
    return { kind: 'continued' as const, data: Buffer.from(memory.conversation.serverFirst) };
  };

  return Object.assign(authenticate, {
    forget: (connection: ConnectionId) => void memories.delete(connection),
  });
}

/** Authorization goes by CONNECT's User Name, and re-authentication does not make somebody else of a client. */
function isSameUser(userName: string, { connect }: AuthenticationRequest, memory: Memory): boolean {
  if (memory.userName !== undefined && memory.userName !== userName) return false;
  return connect?.userName === undefined || prepared(connect.userName) === userName;
}

function begin(
  first: ClientFirst,
  userName: string,
  keys: ScramKeys,
  isKnown: boolean,
): Conversation {
  const nonce = first.nonce + randomBytes(NONCE_BYTES).toString('base64');
  const salt = Buffer.from(keys.salt).toString('base64');
  const serverFirst = `r=${nonce},s=${salt},i=${keys.iterations}`;
  return { first, userName, keys, isKnown, nonce, serverFirst };
}

function finish(
  { first, userName, keys, isKnown, nonce, serverFirst }: Conversation,
  data: Uint8Array | undefined,
  memory: Memory,
): AuthenticationOutcome {
  const final = parseClientFinal(data);
  if (final === undefined) return refused('SCRAM: not a final message');
  if (final.channelBinding !== Buffer.from(first.gs2Header).toString('base64')) {
    return refused('SCRAM: channel binding');
  }
  if (final.nonce !== nonce) return refused('SCRAM: the nonce has changed');
  const signed = `${first.bare},${serverFirst},${final.withoutProof}`;
  const clientKey = xor(final.proof, hmacSha256(keys.storedKey, signed));
  const isProved = timingSafeEqual(sha256(clientKey), keys.storedKey);
  // The same answer for both, so as not to tell who exists.
  if (!isProved || !isKnown) return refused('SCRAM: user or password');
  memory.userName = userName;
  const signature = hmacSha256(keys.serverKey, signed).toString('base64');
  return { kind: 'accepted', data: Buffer.from(`v=${signature}`) };
}

/** A stranger gets a salt too, and the same one each time, as a user would. */
function decoyKeys(secret: Uint8Array, userName: string): ScramKeys {
  const made = hmacSha256(secret, userName);
  const salt = made.subarray(0, SALT_BYTES);
  return { salt, iterations: SCRAM_ITERATIONS_MINIMUM, storedKey: sha256(made), serverKey: made };
}

function refused(reasonString: string): AuthenticationOutcome {
  return { kind: 'refused', reasonCode: ReasonCode.notAuthorized, reasonString };
}

function xor(left: Uint8Array, right: Uint8Array): Buffer {
  return Buffer.from(left.map((byte, index) => byte ^ (right[index] as number)));
}
