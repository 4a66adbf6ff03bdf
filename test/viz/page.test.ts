/** The page as it is built, in a real browser: what a person sees who opens it. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { simulated } from '../trace/support.ts';
import { openPage, type Watched } from './browser.ts';
import { describeInChromium } from './chromium.ts';

const PATIENCE = { timeout: 10_000 };

describeInChromium('the page', (given) => {
  let watched: Watched;
  let page: Page;
  /** Of the takeover: its records, and the one that takes over. */
  let count: number;
  let start: number;

  beforeAll(async () => {
    watched = await openPage(given.browser, `${given.address}#s=takeover&seed=1`);
    page = watched.page;
  }, 60_000);

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
    await sees('ledger').toContain('Session Expiry Interval of session 1');
    await page.keyboard.press('ArrowLeft');
    await sees('where').toContain(`${count - 1} / ${count}`);
    const hash = () => page.evaluate(() => location.hash);
    await expect.poll(hash, PATIENCE).toContain(`s=takeover&seed=1&at=${count - 1}`);
    await page.keyboard.press('Home');
    await sees('now').toContain('Nothing has happened yet.');
  });

  test('what is drawn inside an active state can be read', async () => {
    const hash = '#s=reconnect-war&seed=1&at=18&k=client';
    const { page: other } = await openPage(given.browser, `${given.address}${hash}`);
    const states = (of: string) =>
      other.$$eval(`#chart .${of}`, (all) => all.map((each) => each.getAttribute('data-state')));
    await expect.poll(() => states('active'), PATIENCE).toEqual(['waiting']);
    expect(await states('around')).toEqual(['connected']);
    await other.context().close();
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

  test.each([
    ['foreign.json', '{"hello": [1, 2, 3]}', 'line 1: this is not a lifeline trace'],
    ['empty.jsonl', '', 'empty: a trace begins with a header'],
    ['newer.jsonl', '{"lifeline":"trace","version":99}\n', 'line 1: made by a newer lifeline'],
  ])('says what is wrong with %s', async (name, content, said) => {
    await page.setInputFiles('#file', {
      name,
      mimeType: 'text/plain',
      buffer: Buffer.from(content),
    });
    await sees('error').toContain(`${name}: ${said}`);
    expect(await text('where')).toContain(`${count} / ${count}`);
    await page.click('#error button');
  });

  test('of two files that are dropped, opens the first and says so', async () => {
    await page.evaluate((trace) => {
      const data = new DataTransfer();
      for (const name of ['one.jsonl', 'two.jsonl']) data.items.add(new File([trace], name));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
    }, simulated('will'));
    await sees('error').toContain('One trace is open at a time, and this is one.jsonl.');
    expect(await page.title()).toBe('one.jsonl · Lifeline');
    await page.click('#error button');
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
    const others = watched.requests.filter((url) => !url.startsWith(given.address));
    expect(others.filter((url) => !/^(data|blob):/.test(url))).toEqual([]);
  });
});
