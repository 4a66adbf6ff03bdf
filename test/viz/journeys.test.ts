/** What people do with the page from beginning to end: by keyboard alone, without a network, and in both themes. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stories } from '../../sim/stories/index.ts';
import { hasCommand, needs } from '../support/debian.ts';
import { axe } from './axe.ts';
import { type BuiltPage, launchBrowser, openPage, serveBuiltPage } from './browser.ts';

const PATIENCE = { timeout: 10_000 };
const TABS_MAXIMUM = 80;

describe.skipIf(!hasCommand('chromium'))(`journeys ${needs('chromium')}`, () => {
  let built: BuiltPage;
  let browser: Browser;

  beforeAll(async () => {
    [built, browser] = await Promise.all([serveBuiltPage(), launchBrowser()]);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await built?.close();
  });

  const textOf = async (page: Page, selector: string) => (await page.textContent(selector)) ?? '';

  /** Everything that the panes say at the cursor. */
  async function seen(page: Page): Promise<readonly string[]> {
    const places = ['#where', '#now', '#details', '#ledger', '#chart-of'];
    return Promise.all(places.map((place) => textOf(page, place)));
  }

  /** Goes on with the tab key until what has the focus says that. */
  async function tabTo(page: Page, words: string): Promise<void> {
    for (let i = 0; i < TABS_MAXIMUM; i++) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => {
        // Not a region that has them in it.
        const element = document.activeElement?.closest('button, a');
        return `${element?.getAttribute('aria-label') ?? ''} ${element?.textContent ?? ''}`;
      });
      if (focused.includes(words)) return;
    }
    throw new Error(`the tab key does not come to ${words}`);
  }

  test('by keyboard alone: a story, its captions, a packet of one’s own, and a link that leads back', async () => {
    const { page, troubles } = await openPage(browser, built.address);
    await page.locator('#chart svg').waitFor();
    await page.keyboard.press('S');
    await page.locator('.card').first().waitFor();
    await tabTo(page, 'Takeover');
    await page.keyboard.press('Enter');
    await page.locator('.caption.current').waitFor();
    const first = await textOf(page, '#where');
    await page.keyboard.press('n');
    await expect.poll(() => textOf(page, '#where'), PATIENCE).not.toBe(first);
    const count = Number(/\/ (\d+)/.exec(first)?.[1]);

    await page.keyboard.press('i');
    await page.locator('dialog[open]').waitFor();
    await tabTo(page, 'Send ');
    await page.keyboard.press('Enter');
    const total = async () => Number(/\/ (\d+)/.exec(await textOf(page, '#where'))?.[1]);
    await expect.poll(total, PATIENCE).not.toBe(count);
    expect(await page.locator('dialog[open]').count()).toBe(0);
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');

    await page.keyboard.press('e');
    const link = page.locator('dialog[open] input[readonly]').first();
    await expect.poll(() => link.inputValue(), PATIENCE).toContain('law=');
    const address = await link.inputValue();
    await page.keyboard.press('Escape');
    const there = await seen(page);
    const again = await openPage(browser, address);
    await expect.poll(() => seen(again.page), PATIENCE).toEqual(there);
    expect([...troubles, ...again.troubles]).toEqual([]);
    await Promise.all([page.context().close(), again.page.context().close()]);
  }, 60_000);

  test('without a network: everything that was not opened yet is there', async () => {
    const { page, troubles } = await openPage(browser, built.address);
    await page.locator('html[data-has="all"]').waitFor();
    await page.context().setOffline(true);
    for (const tab of ['stories', 'steps', 'branches', 'editor', 'twin', 'table', 'why']) {
      await page.click(`#tab-${tab}`);
      await expect.poll(() => page.locator('text=Loading…').count(), PATIENCE).toBe(0);
    }
    await page.evaluate(() => {
      location.hash = '#s=storm&seed=7&at=40';
    });
    await expect.poll(() => page.title(), PATIENCE).toBe('storm · Lifeline');
    await expect.poll(() => textOf(page, '#where'), PATIENCE).toContain('40 / ');
    expect(troubles).toEqual([]);
    await page.context().close();
  }, 60_000);

  test.each(['light', 'dark'] as const)(
    'axe finds nothing in any story, %s',
    async (colorScheme) => {
      const { page } = await openPage(browser, built.address, { colorScheme });
      const found: string[] = [];
      for (const { id } of stories) {
        await page.evaluate((hash) => {
          location.hash = hash;
        }, `#story=${id}`);
        await expect.poll(() => page.evaluate(() => location.hash), PATIENCE).toContain(id);
        await page.locator('.caption.current').waitFor();
        found.push(...(await axe(page)).found.map((each) => `${id}: ${each}`));
      }
      expect(found).toEqual([]);
      expect(stories.length).toBeGreaterThanOrEqual(12);
      await page.context().close();
    },
    120_000,
  );
});
