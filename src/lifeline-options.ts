/** What a program that embeds the broker can set. */
import type { Logger } from 'pino';
import type { Engine } from '../machines/index.ts';
import type { LawOptions, Port } from './config/fields.ts';
import type { Authenticator, Authorizer } from './hooks.ts';
import type { DriverLimits } from './limits.ts';
import type { RecordOptions } from './recorder/start-recording.ts';
import type { TlsFiles } from './transport/listen.ts';

/** Where to listen; the defaults are 127.0.0.1 and MQTT over TCP on port 1883, and nothing else. */
export interface ListenOptions {
  readonly host?: string;
  readonly port?: Port;
  readonly tlsPort?: Port;
  readonly wsPort?: Port;
  readonly wssPort?: Port;
  readonly tls?: TlsFiles;
  /** Without an authenticator, `listen` refuses a host that other machines can reach unless this is set. */
  readonly allowAnonymous?: boolean;
}

export interface LifelineOptions extends Partial<LawOptions>, Partial<DriverLimits>, ListenOptions {
  /** Who may connect. Without it everybody is who they say. */
  readonly authenticate?: Authenticator;
  /** Authentication Methods of MQTT 5.0 for which `authenticate` answers. */
  readonly authenticationMethods?: readonly string[];
  /** Who may publish and subscribe to what. Without it everything is allowed. */
  readonly authorize?: Authorizer;
  /** What runs the charts: tables compiled from them (default), or XState itself, which is slower. */
  readonly engine?: Engine;
  /** Writes down all that happens, as a trace (TRACE.md). */
  readonly record?: RecordOptions;
  /** A pino logger. Without it nothing is logged. */
  readonly logger?: Logger;
}
