import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { type Figure, figureOf } from './figure.ts';
import { writeFleetTrace } from './fleet.ts';
import {
  FIRST_LOOK,
  LONGEST_FRAME,
  PAN,
  SEEKS,
  WAIT_FOR_FILE,
  WATCH,
  ZOOM,
} from './page-scripts.ts';

const RECORDS = 100_000;
const KILOBYTE = 1_000;

interface Budget {
  readonly case: string;
  readonly unit: string;
  readonly limit: number;
}

/** What the visualizer must keep to, in Debian's Chromium without a GPU. */
const BUDGETS = {
  script: { case: 'first script: page, worker, story; gzip', unit: 'kB', limit: 80 },
  paint: { case: 'first paint', unit: 'ms', limit: 400 },
  story: { case: 'first story, interactive', unit: 'ms', limit: 700 },
  pixels: { case: '100,000 records, first pixels', unit: 'ms', limit: 500 },
  open: { case: '100,000 records, open', unit: 'ms', limit: 1_500 },
  frame: { case: 'longest frame meanwhile', unit: 'ms', limit: 67 },
  pan: { case: 'pan, frame p95', unit: 'ms', limit: 20 },
  zoom: { case: 'zoom, frame p95', unit: 'ms', limit: 20 },
  seek: { case: 'seek, p95', unit: 'ms', limit: 50 },
  nodes: { case: 'DOM nodes', unit: 'nodes', limit: 3_000 },
} as const satisfies Readonly<Record<string, Budget>>;

type Measured = Readonly<Record<keyof typeof BUDGETS, number>>;

interface Options {
  readonly rounds: number;
  readonly log: (line: string) => void;
}

/** The page in Chromium: what it loads, how soon it can be used, and a trace of 100,000 records. The peer is the budget. */
export async function run({ rounds, log }: Options): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-bench-page-'));
  const site = await serve(join(folder, 'page'));
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    await build({ logLevel: 'error', build: { outDir: site.folder, emptyOutDir: true } });
    const trace = join(folder, 'fleet.jsonl');
    log(`${(writeFleetTrace(trace, RECORDS) / 1_000_000).toFixed(1)} MB of trace`);
    const measured: Measured[] = [];
    for (let round = 0; round < rounds; round++) {
      measured.push(await measure(browser, site, trace));
      log(`round ${round + 1} of ${rounds}`);
    }
    return Object.entries(BUDGETS).map(([name, budget]) => {
      const peer = budget.limit;
      const facts = { bench: 'page', case: budget.case, peerName: 'budget', unit: budget.unit };
      return figureOf(
        facts,
        measured.map((each) => ({ ours: each[name as keyof Measured], peer })),
      );
    });
  } finally {
    await browser.close();
    site.server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(browser: Browser, site: Site, trace: string): Promise<Measured> {
  const context = await browser.newContext({ viewport: { width: 1_600, height: 900 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(WATCH);
    site.sent.length = 0;
    await page.goto(site.address);
    const first = (await page.evaluate(FIRST_LOOK)) as FirstLook;
    const file = await openFile(page, trace);
    const pan = (await page.evaluate(PAN)) as number;
    const zoom = (await page.evaluate(ZOOM)) as number;
    const seek = (await page.evaluate(SEEKS)) as number;
    const nodes = (await page.evaluate("document.querySelectorAll('*').length")) as number;
    const { paintMs: paint, recordMs: story } = first;
    const script = scriptKilobytes(site);
    return { script, paint, story, ...file, pan, zoom, seek, nodes };
  } finally {
    await context.close();
  }
}

interface FirstLook {
  readonly paintMs: number;
  readonly recordMs: number;
}

async function openFile(
  page: Page,
  trace: string,
): Promise<Pick<Measured, 'pixels' | 'open' | 'frame'>> {
  const waiting = page.evaluate(WAIT_FOR_FILE) as Promise<{ pixels: number; open: number }>;
  await page.setInputFiles('input[type=file]', trace);
  const { pixels, open } = await waiting;
  const frame = (await page.evaluate(LONGEST_FRAME)) as number;
  return { pixels, open, frame };
}

/** What the first picture cannot do without: with all that these import at once, and nothing that comes later. */
const FIRST = /^(?:index|worker|_virtual_first-story)-[\w-]+\.js$/;
const IMPORT = /\bimport\s*(?:[\w$*{][^"'()]*?from\s*)?["']\.\/([^"']+\.js)["']/g;

function scriptKilobytes({ sent, folder }: Site): number {
  const assets = join(folder, 'assets');
  const first = new Set(sent.map((path) => basename(path)).filter((name) => FIRST.test(name)));
  if (first.size !== 3) throw new Error(`the first scripts are ${[...first].join(', ')}`);
  let bytes = 0;
  // A set can be added to while it is gone through.
  for (const name of first) {
    const script = readFileSync(join(assets, name));
    bytes += gzipSync(script).length;
    for (const [, imported] of script.toString().matchAll(IMPORT)) first.add(imported as string);
  }
  return bytes / KILOBYTE;
}

interface Site {
  readonly folder: string;
  readonly address: string;
  readonly server: Server;
  /** Files that were asked for. */
  readonly sent: string[];
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

async function serve(folder: string): Promise<Site> {
  const sent: Site['sent'] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://page');
    const path = pathname === '/' ? '/index.html' : pathname;
    sent.push(path);
    try {
      const bytes = readFileSync(join(folder, path));
      response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream');
      response.end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { folder, address: `http://127.0.0.1:${port}/`, server, sent };
}
