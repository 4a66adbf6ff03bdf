/** The page as it is built, in Debian's Chromium: a server for it, and pages whose troubles are kept. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { preview } from 'vite';
import { commandPath } from '../support/debian.ts';
import { root } from '../support/source-tree.ts';

export interface BuiltPage {
  readonly address: string;
  close(): Promise<void>;
}

/**
 * A copy of the page, served on a free port of 127.0.0.1. It is built once, by whoever needs it first, and not at all
 * while nothing has changed.
 */
export async function serveBuiltPage(): Promise<BuiltPage> {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-page-'));
  await promisify(execFile)(process.execPath, [join(root, 'scripts', 'page.mjs'), folder]);
  const server = await preview({
    configFile: false,
    root: folder,
    logLevel: 'error',
    build: { outDir: folder },
    preview: { host: '127.0.0.1', port: 0 },
  });
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
