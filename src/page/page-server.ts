/** The HTTP server of the page: a table of files, and perhaps a trace and the live feed. It reads, and changes nothing. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { ListenError } from '../errors.ts';
import { bracket } from '../transport/sockets.ts';
import { isOurs } from './guard.ts';
import { type Headers, headersFor } from './headers.ts';
import { PAGE_CONNECTIONS_MAXIMUM, REQUEST_TIMEOUT_MS } from './limits.ts';
import type { PageFile, PageFiles } from './page-files.ts';

/** Takes over a connection that is to become a WebSocket. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Writes what is not of the page's files: a trace that is being looked at. */
export type Content = (response: ServerResponse) => void;

export interface PageServerParts {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Of the command line, to be named when the port cannot be had. */
  readonly portFlag: string;
  readonly files: PageFiles;
  /** By path: what there is besides the files. */
  readonly contents?: ReadonlyMap<string, Content>;
  /** By path. */
  readonly upgrades?: ReadonlyMap<string, Upgrade>;
}

export interface PageServer {
  readonly url: string;
  readonly port: number;
  /** Connections are closed at once, those of upgrades left to who took them. */
  close(): void;
}

const METHODS = ['GET', 'HEAD'];
const TEXT = { 'content-type': 'text/plain; charset=utf-8' };

/** Rejects with ListenError. */
export async function startPageServer(parts: PageServerParts): Promise<PageServer> {
  const { host, port } = parts;
  const headers = headersFor(parts.files);
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) =>
    answer(parts, headers, request, response),
  );
  server.maxConnections = PAGE_CONNECTIONS_MAXIMUM;
  server.on('upgrade', (request, socket, head) => upgrade(parts, request, socket, head));
  // A stranger that does not speak HTTP.
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, parts)));
    server.listen({ host, port }, resolve);
  });
  const { port: realPort } = server.address() as AddressInfo;
  return {
    url: `http://${bracket(host)}:${realPort}/`,
    port: realPort,
    close: () => close(server),
  };
}

function answer(
  { host, files, contents }: PageServerParts,
  headers: Headers,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (!isOurs(request.headers.host, host)) {
    refuse(response, 421, `This is not ${request.headers.host ?? 'the host that was asked for'}.`);
    return;
  }
  if (!METHODS.includes(request.method ?? '')) {
    response.setHeader('allow', METHODS.join(', '));
    refuse(response, 405, 'This server is only for reading.');
    return;
  }
  // The path as it stands: what is not in the table to the letter is not there.
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  const content = contents?.get(path);
  if (content !== undefined) {
    response.setHeader('cache-control', 'no-store');
    content(response);
    return;
  }
  const file = files.get(path);
  if (file === undefined) refuse(response, 404, 'There is no such page. The visualizer is at /.');
  else send(file, request, response);
}

function send(file: PageFile, request: IncomingMessage, response: ServerResponse): void {
  const { type, body, etag, isImmutable } = file;
  const caching = isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache';
  const headers = { 'content-type': type, 'cache-control': caching, etag };
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(200, { ...headers, 'content-length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, TEXT).end(`${text}\n`);
}

function upgrade(
  { host, upgrades }: PageServerParts,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const taken = isOurs(request.headers.host, host) ? upgrades?.get(request.url ?? '') : undefined;
  if (taken !== undefined) {
    taken(request, socket, head);
    return;
  }
  refuseUpgrade(socket, '404 Not Found', 'There is nothing live here.');
}

export function refuseUpgrade(socket: Duplex, status: string, text: string): void {
  // The other end may be gone already, which is no concern of ours.
  socket.on('error', () => {});
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n${text}\n`,
  );
}

function close(server: Server): void {
  server.close();
  server.closeAllConnections();
}

function explain(
  { code, message }: NodeJS.ErrnoException,
  { host, port, portFlag }: PageServerParts,
): ListenError {
  const at = `port ${port} of ${host}`;
  const what =
    code === 'EADDRINUSE'
      ? `${at} is in use: stop what listens there, or choose another port with ${portFlag}`
      : code === 'EACCES'
        ? `${at} is not ours to use: choose one from 1024 with ${portFlag}`
        : code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN'
          ? `${host} is no address of this machine: choose one with --page-host, such as 127.0.0.1`
          : `cannot listen on ${at}: ${message}`;
  return new ListenError(what);
}
