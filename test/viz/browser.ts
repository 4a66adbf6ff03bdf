/** The page as it is built, in Debian's Chromium: a server for it, and pages whose troubles are kept. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { build, preview } from 'vite';
import { commandPath } from '../support/debian.ts';
import { root } from '../support/source-tree.ts';

export interface BuiltPage {
  readonly address: string;
  close(): Promise<void>;
}

/** Builds the page into a folder of its own, and serves it on a free port of 127.0.0.1. */
export async function serveBuiltPage(): Promise<BuiltPage> {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-page-'));
  const config = { configFile: join(root, 'vite.config.ts'), root: join(root, 'viz') };
  const quiet = { ...config, logLevel: 'error' as const, build: { outDir: folder } };
  await build({ ...quiet, build: { outDir: folder, emptyOutDir: true } });
  const server = await preview({ ...quiet, preview: { host: '127.0.0.1', port: 0 } });
  const close = async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { address: server.resolvedUrls?.local[0] ?? '', close };
}

/** Chromium asks for nothing by itself, and needs no sandbox in a sandbox. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: commandPath('chromium') ?? 'chromium',
    args: ARGUMENTS,
  });
}

/** The same everywhere: language, time zone, size, no motion. */
const SURROUNDINGS: BrowserContextOptions = {
  locale: 'en-US',
  timezoneId: 'UTC',
  viewport: { width: 1_280, height: 800 },
  colorScheme: 'light',
  reducedMotion: 'reduce',
};

export interface Watched {
  readonly page: Page;
  /** What the console complained about, errors of the page, and requests that failed. */
  readonly troubles: string[];
  /** Addresses that it asked for. */
  readonly requests: string[];
}

export async function openPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const context = await browser.newContext({ ...SURROUNDINGS, ...options });
  const page = await context.newPage();
  const troubles: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(`${error.stack}`));
  page.on('requestfailed', (request) => troubles.push(`${request.url()} failed`));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(address);
  return { page, troubles, requests };
}
