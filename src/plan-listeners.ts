/** Which listeners the options ask for, and whether they may be opened. */
import type { BrokerOptions } from '../machines/index.ts';
import { flagOf } from './config/fields.ts';
import { ConfigurationError } from './errors.ts';
import type { LifelineOptions } from './lifeline-options.ts';
import type { ListenRequest, Transport } from './transport/listen.ts';
import { ProxyFront, trustedSources } from './transport/proxy-front.ts';

const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = 1883;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i;

const PORTS = [
  ['port', 'tcp'],
  ['tlsPort', 'tls'],
  ['wsPort', 'ws'],
  ['wssPort', 'wss'],
] as const satisfies readonly (readonly [keyof LifelineOptions, Transport])[];

/** Only programs of this machine can reach it. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/** Throws ConfigurationError when there is nothing to listen on, or no one to tell who may come in. */
export function planListeners(
  options: LifelineOptions,
  law: BrokerOptions,
  isAuthenticating: boolean,
  callbacks: Pick<ListenRequest, 'accept' | 'acceptFailed' | 'connectionsMaximum' | 'cutOff'>,
): ListenRequest[] {
  const host = options.host ?? DEFAULT_HOST;
  const requests: ListenRequest[] = [];
  const { proxyProtocol = [], proxyProtocolFrom = '' } = options;
  const isProxy = trustedSources(proxyProtocolFrom);
  for (const [name, transport] of PORTS) {
    const port = options[name] ?? (name === 'port' ? DEFAULT_PORT : false);
    if (port === false) continue;
    requests.push({
      ...callbacks,
      transport,
      host,
      port,
      portFlag: flagOf({ name }),
      maximumPacketSizeBytes: law.maximumPacketSizeBytes,
      handshakeTimeoutSeconds: law.connectTimeoutSeconds,
      tls: options.tls,
      proxyFront: proxyProtocol.includes(transport)
        ? new ProxyFront({
            isProxy,
            timeoutSeconds: law.connectTimeoutSeconds,
            refused: (error) => callbacks.acceptFailed(transport, error),
          })
        : undefined,
    });
  }
  if (requests.length === 0) {
    throw new ConfigurationError('there is no port to listen on: give one, with --port');
  }
  if (!isLoopback(host) && !isAuthenticating && !options.allowAnonymous) refuseStrangers(host);
  return requests;
}

function refuseStrangers(host: string): never {
  throw new ConfigurationError(
    `listening on ${host} would let in anybody from other machines, and nobody authenticates them: ` +
      'give --password-file, or --allow-anonymous if that is what you want, or keep to --host 127.0.0.1',
  );
}
