/** The page for a trace instead of a broker: what `lifeline view` and `lifeline report` need of it. */
import { existsSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { ConfigurationError } from '../errors.ts';
import { readPageFiles } from './page-files.ts';
import { type PageServer, startPageServer } from './page-server.ts';
import { builtPage } from './start-page.ts';

/** Where the page asks for its trace. */
const TRACE_PATH = '/trace';

/** Gives a trace, piece by piece, to who takes it. */
export type WriteTrace = (take: (text: string) => Promise<void>) => Promise<void>;

/** On 127.0.0.1. Rejects with ListenError, and with ConfigurationError when the page has not been built. */
export function serveTrace(port: number, write: WriteTrace): Promise<PageServer> {
  return startPageServer({
    host: '127.0.0.1',
    port,
    portFlag: '--port',
    files: readPageFiles(builtPage()),
    contents: new Map([[TRACE_PATH, (response) => void send(response, write)]]),
  });
}

/** @throws ConfigurationError when it has not been built */
export function readReportPage(): string {
  const path = join(builtPage(), '..', 'report.html');
  if (existsSync(path)) return readFileSync(path, 'utf8');
  throw new ConfigurationError(`there is no ${path}: build it with npm run build:viz`);
}

/** No faster than it is taken. Whoever has closed the page meanwhile gets no more. */
async function send(response: ServerResponse, write: WriteTrace): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  try {
    await write(async (text) => {
      if (response.destroyed) throw new Error('the page has gone');
      if (response.write(text)) return;
      await new Promise<void>((resolve) => {
        response.once('drain', resolve).once('close', resolve);
      });
    });
    response.end();
  } catch {
    // The file has changed since it was looked at, or nobody listens: the page sees that it ends too soon.
    response.destroy();
  }
}
