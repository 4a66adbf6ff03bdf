/** The page as it is built, in a real browser: what a person sees who opens it. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasCommand, needs } from '../support/debian.ts';
import {
  type BuiltPage,
  launchBrowser,
  openPage,
  serveBuiltPage,
  type Watched,
} from './browser.ts';

const PATIENCE = { timeout: 10_000 };

describe.skipIf(!hasCommand('chromium'))(`the page ${needs('chromium')}`, () => {
  let built: BuiltPage;
  let browser: Browser;
  let watched: Watched;
  let page: Page;
  /** Of the takeover: its records, and the one that takes over. */
  let count: number;
  let start: number;

  beforeAll(async () => {
    [built, browser] = await Promise.all([serveBuiltPage(), launchBrowser()]);
    watched = await openPage(browser, `${built.address}#s=takeover&seed=1`);
    page = watched.page;
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await built?.close();
  });

  const text = async (id: string) => (await page.textContent(`#${id}`)) ?? '';
  const sees = (id: string) => expect.poll(() => text(id), PATIENCE);

  test('opens on the takeover, at the record that takes over', async () => {
    await sees('title').toBe('A client comes back before the broker has noticed that it was gone.');
    await sees('now').toContain('CONNECT of "sensor" (c1.2) reaches the broker');
    await sees('details').toContain('another connection has claimed its session');
    await sees('details').toContain('v5 MQTT-3.1.4-3');
    [start = 0, count = 0] = (await text('where')).split(/\D+/).map(Number);
    expect(start).toBeGreaterThan(0);
    expect(await text('ledger')).toContain('session 1 of "sensor"');
    const active = () => page.getAttribute('#chart .active', 'data-state');
    await expect.poll(active, PATIENCE).toBe('online');
  });

  test('steps with the arrows, in all panes at once, and the address follows', async () => {
    await page.keyboard.press('End');
    await sees('where').toContain(`${count} / ${count}`);
    await sees('chart-of').toContain('session 1 of "sensor": offline.expiring');
    await sees('ledger').toContain('sessionExpiryInterval of session 1');
    await page.keyboard.press('ArrowLeft');
    await sees('where').toContain(`${count - 1} / ${count}`);
    const hash = () => page.evaluate(() => location.hash);
    await expect.poll(hash, PATIENCE).toContain(`s=takeover&seed=1&at=${count - 1}`);
    await page.keyboard.press('Home');
    await sees('now').toContain('Nothing has happened yet.');
  });

  test('a command is found by its words and done', async () => {
    await page.keyboard.press('Control+k');
    await page.locator('dialog[open] input').waitFor();
    await page.keyboard.type('to the end');
    await page.keyboard.press('Enter');
    await sees('where').toContain(`${count} / ${count}`);
    await page.keyboard.press('?');
    expect(await page.textContent('dialog[open]')).toContain('Next record');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('dialog[open]').count(), PATIENCE).toBe(0);
  });

  test('shows where a damaged file is damaged, and what was open stays', async () => {
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(['{"lifeline":"trace"}\n'], 'day.jsonl'));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
    });
    await sees('error').toContain('day.jsonl: line 1: ');
    expect(await text('where')).toContain(`${count} / ${count}`);
    await page.click('#error button');
    expect(await page.locator('#error').count()).toBe(0);
  });

  test('every scenario opens', async () => {
    const names = await page.$$eval('#scenario option', (all) =>
      all.map((option) => (option as HTMLOptionElement).value).filter(Boolean),
    );
    expect(names.length).toBeGreaterThan(30);
    for (const name of names) {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, `#s=${name}&seed=2&at=5`);
      await expect.poll(() => page.title(), PATIENCE).toBe(`${name} · Lifeline`);
      await sees('where').toMatch(/^5 \/ \d+ · /);
    }
  });

  test('has asked nothing of anybody else, and its policy has refused nothing', () => {
    expect(watched.troubles).toEqual([]);
    const others = watched.requests.filter((url) => !url.startsWith(built.address));
    expect(others.filter((url) => !/^(data|blob):/.test(url))).toEqual([]);
  });
});
