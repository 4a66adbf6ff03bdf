/** What a program that embeds the broker can set. */
import type { Logger } from 'pino';
import type { Engine, PayloadMode } from '../machines/index.ts';
import type { LawOptions, Port } from './config/fields.ts';
import type { Authenticator, Authorizer } from './hooks.ts';
import type { DriverLimits } from './limits.ts';
import type { RecordOptions } from './recorder/start-recording.ts';
import type { TlsFiles, Transport } from './transport/listen.ts';

/** Where to listen; the defaults are 127.0.0.1 and MQTT over TCP on port 1883, and nothing else. */
export interface ListenOptions {
  readonly host?: string;
  readonly port?: Port;
  readonly tlsPort?: Port;
  readonly wsPort?: Port;
  readonly wssPort?: Port;
  readonly tls?: TlsFiles;
  /**
   * Without `authenticate` and `passwordFile`, `listen` refuses a host that other machines can reach unless this is
   * set. With a password file it lets in clients that have no User Name.
   */
  readonly allowAnonymous?: boolean;
  /** Listeners behind a proxy that tells the client's address (PROXY protocol 1 and 2). They accept no one else. */
  readonly proxyProtocol?: readonly Transport[];
  /** Addresses and networks that such proxies connect from, with commas between. Without it anybody may be one. */
  readonly proxyProtocolFrom?: string;
}

export interface LifelineOptions extends Partial<LawOptions>, Partial<DriverLimits>, ListenOptions {
  /** Who may connect; asked before the password file. With neither, everybody is who they say. */
  readonly authenticate?: Authenticator;
  /** Authentication Methods of MQTT 5.0 for which `authenticate` answers. */
  readonly authenticationMethods?: readonly string[];
  /** Who may publish and subscribe to what; asked before the ACL file. With neither, everything is allowed. */
  readonly authorize?: Authorizer;
  /** Path of a password file as `mosquitto_passwd` writes it. */
  readonly passwordFile?: string;
  /** Path of an access control file in mosquitto's format. */
  readonly aclFile?: string;
  /** How often the two files are looked at, and read again when they have changed. 0: never; default 10. */
  readonly filesPollSeconds?: number;
  /** Passwords that are hashed at once. */
  readonly passwordChecksMaximum?: number;
  /** Connections beyond `connectionsMaximum` that are kept until they can be told so; default 1,000. With more they are cut off. */
  readonly refusalsMaximum?: number;
  /** How often $SYS topics are published; 0: never; default 10. */
  readonly sysIntervalSeconds?: number;
  /** What runs the charts: tables compiled from them (default), or XState itself, which is slower. */
  readonly engine?: Engine;
  /** Writes down all that happens, as a trace (TRACE.md). */
  readonly record?: RecordOptions;
  /** Serves the visualizer, attached to this broker, on this port; 0 for any that is free. Without it there is none. */
  readonly pagePort?: Port;
  /** Where the page listens; 127.0.0.1. Others see all clients and topics, and are asked for no password. */
  readonly pageHost?: string;
  /** How payloads are shown on the page: `hashed` (default), `whole` or `omitted`. */
  readonly pagePayloads?: PayloadMode;
  /** A pino logger. Without it nothing is logged. */
  readonly logger?: Logger;
}
