/** The page's server: what it gives, and to whom. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, test } from 'vitest';
import { isOurs, isSameOrigin } from '../../src/page/guard.ts';
import { readPageFiles } from '../../src/page/page-files.ts';
import { type PageServer, startPageServer } from '../../src/page/page-server.ts';

const POLICY = "default-src 'none'; script-src 'self'";
const folder = mkdtempSync(join(tmpdir(), 'lifeline-page-'));
let server: PageServer;

beforeAll(async () => {
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true });
  const meta = `<meta\n http-equiv="Content-Security-Policy"\n content="${POLICY}">`;
  writeFileSync(join(folder, 'page', 'index.html'), `<!doctype html>${meta}`);
  writeFileSync(join(folder, 'page', 'assets', 'index-1.js'), 'start()');
  writeFileSync(join(folder, 'page', 'notes.txt'), 'not of the page');
  writeFileSync(join(folder, 'secret.json'), '"secret"');
  const files = readPageFiles(join(folder, 'page'));
  server = await startPageServer({ host: '127.0.0.1', port: 0, portFlag: '--page-port', files });
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** With the path to the letter, which `fetch` would tidy up. */
function ask(path: string, method = 'GET', headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ port: server.port, host: '127.0.0.1', path, method, headers });
    asked.once('error', reject).once('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      const { statusCode: status, headers: own } = response;
      response.once('end', () => resolve({ status, headers: own, text }));
    });
    asked.end();
  });
}

describe('the page', () => {
  it('comes with a policy of its own, and may not be framed, sniffed or referred to', async () => {
    const { status, headers, text } = await ask('/');
    expect(status).toBe(200);
    expect(text).toContain('<!doctype html>');
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `${POLICY}; frame-ancestors 'none'`,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-frame-options': 'DENY',
      'cache-control': 'no-cache',
    });
  });

  it('is kept by browsers: what has its contents in its name for ever, the rest as long as it is the same', async () => {
    const script = await ask('/assets/index-1.js');
    expect(script.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    const { headers } = await ask('/');
    const again = await ask('/', 'GET', { 'if-none-match': `${headers.etag}` });
    expect(again).toMatchObject({ status: 304, text: '' });
    const other = await ask('/', 'GET', { 'if-none-match': '"other"' });
    expect(other.status).toBe(200);
  });

  it('HEAD is the same without a body', async () => {
    const [head, get] = [await ask('/', 'HEAD'), await ask('/')];
    expect(head).toMatchObject({ status: 200, text: '' });
    expect(head.headers['content-length']).toBe(get.headers['content-length']);
  });

  test.each([
    '/../secret.json',
    '/assets/../../secret.json',
    '/..%2fsecret.json',
    '/%2e%2e/secret.json',
    '/assets/..\\..\\secret.json',
    '//secret.json',
    '/notes.txt',
    '/assets',
    '/assets/',
    '/index.html%00',
    '/live',
    '*',
  ])('%s is not there', async (path) => {
    const { status, headers, text } = await ask(path);
    expect(status).toBe(404);
    expect(text).not.toContain('secret"');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])('%s changes nothing', async (method) => {
    const { status, headers } = await ask('/', method);
    expect(status).toBe(405);
    expect(headers['allow']).toBe('GET, HEAD');
  });

  it('is not given to who asks for another host, which a rebound name would do', async () => {
    const { status, text } = await ask('/', 'GET', { host: 'evil.example' });
    expect(status).toBe(421);
    expect(text).not.toContain('doctype');
  });

  it('is not served where something else listens, and says what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const files = readPageFiles(join(folder, 'page'));
    const start = (host: string) => startPageServer({ host, port, portFlag: '--page-port', files });
    await expect(start('127.0.0.1')).rejects.toThrow(
      `port ${port} of 127.0.0.1 is in use: stop what listens there, or choose another port with --page-port`,
    );
    await expect(start('192.0.2.1')).rejects.toThrow('is no address of this machine');
  });

  it('that has not been built is missed by name', () => {
    expect(() => readPageFiles(join(folder, 'nowhere'))).toThrow(/build it with npm run build:viz/);
  });
});

describe('who may ask', () => {
  test.each([
    '127.0.0.1:1884',
    'localhost:1884',
    'LOCALHOST',
    '[::1]:1884',
    '10.0.0.7:80',
    'box.lan:1884',
  ])('%s is us', (host) => expect(isOurs(host, 'box.lan')).toBe(true));

  test.each([
    undefined,
    '',
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'a b',
    '127.0.0.1:x',
    '@127.0.0.1',
  ])('%s is not', (host) => expect(isOurs(host, 'box.lan')).toBe(false));

  it('a page of the same origin may watch, and a program that is no browser', () => {
    expect(isSameOrigin('http://127.0.0.1:1884', '127.0.0.1:1884')).toBe(true);
    expect(isSameOrigin(undefined, '127.0.0.1:1884')).toBe(true);
    for (const origin of ['null', 'http://127.0.0.1:8080', 'https://127.0.0.1:1884', 'file://']) {
      expect(isSameOrigin(origin, '127.0.0.1:1884')).toBe(false);
    }
  });
});
