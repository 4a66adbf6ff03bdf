/**
 * A server in front of a listener that stands behind a proxy: takes the PROXY header off each connection and hands the
 * connection on, whatever the listener then speaks: MQTT, TLS or WebSocket.
 */
import { BlockList, createServer, isIP, isIPv4, type Server, type Socket } from 'node:net';
import { ConfigurationError } from '../errors.ts';
import { type ProxyHeader, ProxyProtocolError, readProxyHeader } from './proxy-protocol.ts';
import { type RemoteEnd, SOCKET_OPTIONS, showRemote } from './sockets.ts';

/** Whether a connection from the address may say whom it speaks for. */
export type IsProxy = (address: string) => boolean;

export interface ProxyFrontOptions {
  readonly isProxy: IsProxy;
  readonly timeoutSeconds: number;
  /** Told of connections that do not say whom they speak for, or may not. */
  readonly refused: (error: ProxyProtocolError) => void;
}

const NOTHING = Buffer.alloc(0);

/**
 * Reads `10.0.0.7,192.168.0.0/16`; empty is everybody.
 * @throws ConfigurationError
 */
export function trustedSources(text: string): IsProxy {
  if (text.trim() === '') return () => true;
  const list = new BlockList();
  for (const part of text.split(',')) addSource(list, part.trim());
  return (address) => list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

function addSource(list: BlockList, source: string): void {
  const [address = '', prefix, ...more] = source.split('/');
  const version = isIP(address);
  const bits = version === 4 ? 32 : 128;
  const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
  if (version === 0 || length < 0 || length > bits || more.length > 0) {
    throw new ConfigurationError(
      `--proxy-protocol-from has ${JSON.stringify(source)}, and has to have addresses or networks, such as 10.0.0.7 or 192.168.0.0/16`,
    );
  }
  list.addSubnet(address, length, version === 4 ? 'ipv4' : 'ipv6');
}

export class ProxyFront {
  readonly #options: ProxyFrontOptions;
  /** Who is behind a connection, by the proxy's end of it, which is all that TLS and HTTP show of it. */
  readonly #remotes = new Map<string, string>();
  readonly #unread = new Set<Socket>();

  constructor(options: ProxyFrontOptions) {
    this.#options = options;
  }

  /** The server to listen with in the place of the inner one. */
  standBefore(inner: Server): Server {
    return createServer(SOCKET_OPTIONS, (socket) => this.#take(socket, inner));
  }

  /** Of a connection that was handed on; undefined when the proxy spoke for itself. */
  remoteOf(socket: RemoteEnd): string | undefined {
    return this.#remotes.get(showRemote(socket));
  }

  /** Cuts off connections that have not told whom they speak for. */
  close(): void {
    for (const socket of this.#unread) socket.destroy();
  }

  #take(socket: Socket, inner: Server): void {
    const { isProxy, timeoutSeconds, refused } = this.#options;
    const from = showRemote(socket);
    const fail = (reason: string) => {
      refused(new ProxyProtocolError(reason));
      socket.destroy();
    };
    const failLate = (reason: string) => fail(`${reason}, from ${from}`);
    // An error is followed by `close`, which is all that has to be known of it here.
    const ignore = () => {};
    socket.on('error', ignore);
    if (!isProxy(socket.remoteAddress ?? '')) {
      fail(`${from} is no proxy of ours`);
      return;
    }
    const late = () => failLate('no PROXY protocol header in time');
    const timeout = setTimeout(late, timeoutSeconds * 1_000).unref();
    const ended = () => socket.destroy();
    const closed = () => {
      clearTimeout(timeout);
      this.#unread.delete(socket);
    };
    const gathered = { bytes: NOTHING };
    const readable = () => {
      const header = readFrom(socket, gathered, failLate);
      if (header === undefined) return;
      socket.off('readable', readable).off('end', ended).off('close', closed).off('error', ignore);
      closed();
      this.#handOn(socket, header, inner);
    };
    this.#unread.add(socket);
    socket.on('readable', readable).once('end', ended).once('close', closed);
  }

  #handOn(socket: Socket, { remote }: ProxyHeader, inner: Server): void {
    if (remote !== undefined) {
      const proxy = showRemote(socket);
      const { address: remoteAddress, port: remotePort } = remote;
      this.#remotes.set(proxy, showRemote({ remoteAddress, remotePort }));
      socket.once('close', () => this.#remotes.delete(proxy));
    }
    inner.emit('connection', socket);
  }
}

/** Puts back what is behind the header. Undefined while there is none, and when there will be none. */
function readFrom(
  socket: Socket,
  gathered: { bytes: Buffer },
  fail: (reason: string) => void,
): ProxyHeader | undefined {
  const chunk: Buffer | null = socket.read();
  if (chunk === null) return undefined;
  gathered.bytes = Buffer.concat([gathered.bytes, chunk]);
  try {
    const header = readProxyHeader(gathered.bytes);
    const rest = gathered.bytes.subarray(header?.bytes ?? gathered.bytes.length);
    if (rest.length > 0) socket.unshift(rest);
    return header;
  } catch (error) {
    fail((error as Error).message);
    return undefined;
  }
}
