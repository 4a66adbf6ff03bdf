/** A report, opened from disk in a real browser that has no network: one file, which asks for nothing. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasCommand, needs } from '../support/debian.ts';
import { root } from '../support/source-tree.ts';
import { simulated } from '../trace/support.ts';
import { launchBrowser, openPage, type Watched } from './browser.ts';

const PATIENCE = { timeout: 10_000 };

describe.skipIf(!hasCommand('chromium'))(`a report ${needs('chromium')}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-report-'));
  let browser: Browser;
  let watched: Watched;
  let page: Page;

  const run = (...args: string[]) =>
    execFileSync(process.execPath, args, { cwd: folder, stdio: 'ignore' });
  const text = async (id: string) => (await page.textContent(`#${id}`)) ?? '';
  const sees = (id: string) => expect.poll(() => text(id), PATIENCE);
  const open = async (file: string) => {
    watched = await openPage(browser, pathToFileURL(join(folder, file)).href, { offline: true });
    page = watched.page;
  };

  beforeAll(async () => {
    const lifeline = join(root, 'scripts', 'lifeline.mjs');
    run(join(root, 'scripts', 'page.mjs'));
    writeFileSync(join(folder, 'takeover.jsonl'), simulated('takeover'));
    run(lifeline, 'report', 'takeover.jsonl', '--html', 'whole.html');
    run(lifeline, 'report', 'takeover.jsonl', '--html', 'part.html', '--from', '20');
    browser = await launchBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  test('shows its trace, with charts, ledger and drawings, from disk and without a network', async () => {
    await open('whole.html');
    await sees('title').toBe('takeover.jsonl');
    await sees('ledger').toContain('session 1 of "sensor"');
    await sees('details').toContain('another connection has claimed its session');
    await page.keyboard.press('End');
    await sees('ledger').toContain('Session Expiry Interval of session 1');
    await page.keyboard.press('2');
    const active = () => page.getAttribute('#chart .active', 'data-state');
    await expect.poll(active, PATIENCE).toBe('offline.expiring');
  });

  test('keeps its place when it is loaded again', async () => {
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    const hash = () => page.evaluate(() => location.hash);
    await expect.poll(hash, PATIENCE).toContain('#file=takeover.jsonl&at=1');
    await page.reload();
    await sees('where').toMatch(/^1 \/ \d+ /);
    expect(await page.title()).toBe('takeover.jsonl · Lifeline');
    expect(await page.locator('#error').count()).toBe(0);
  });

  test('has other scenarios in it too', async () => {
    await page.selectOption('#scenario', 'will');
    await expect.poll(() => page.title(), PATIENCE).toBe('will · Lifeline');
  });

  test('asks for nothing, and its policy has refused nothing', () => {
    const asked = watched.requests.filter(
      (url) => !url.startsWith('blob:') && !url.startsWith('data:'),
    );
    const own = pathToFileURL(join(folder, 'whole.html')).href;
    expect([...new Set(asked.map((url) => url.replace(/#.*/, '')))]).toEqual([own]);
    expect(watched.troubles).toEqual([]);
  });

  test('of a part begins with what the broker held there', async () => {
    await open('part.html');
    await sees('title').toBe('takeover.jsonl');
    await sees('where').toMatch(/\/ \d\d/);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await sees('now').toContain('The trace begins here: the broker already has');
    await sees('ledger').toContain('session 1 of "sensor"');
    expect(watched.troubles).toEqual([]);
  });
});
