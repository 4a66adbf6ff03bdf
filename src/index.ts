/** Lifeline for programs: a broker to embed. The charts are in `mqtt-lifeline/machines`. */
export { SCRAM_SHA_256, type ScramOptions, scramSha256 } from './auth/scram.ts';
export {
  formatScramKeys,
  makeScramKeys,
  parseScramKeys,
  readScramFile,
  type ScramKeyOptions,
  type ScramKeys,
} from './auth/scram-keys.ts';
export type { LifelineCounts } from './counts.ts';
export {
  type CloseOptions,
  createBroker,
  LifelineBroker,
  type PublishRequest,
} from './create-broker.ts';
export { ConfigurationError, ListenError } from './errors.ts';
export type {
  AuthenticationRequest,
  Authenticator,
  Authorization,
  AuthorizationRequest,
  Authorizer,
} from './hooks.ts';
export type { LifecycleEventOf, LifecycleListener } from './lifecycle-events.ts';
export type { LifelineOptions, ListenOptions } from './lifeline-options.ts';
export type { Listener, TlsFiles, Transport } from './transport/listen.ts';
