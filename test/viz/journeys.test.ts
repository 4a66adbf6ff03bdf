/** What people do with the page from beginning to end: by keyboard alone, without a network, and in both themes. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { stories } from '../../sim/stories/index.ts';
import { axe } from './axe.ts';
import { openPage } from './browser.ts';
import { describeInChromium } from './chromium.ts';

const PATIENCE = { timeout: 10_000 };
const TABS_MAXIMUM = 80;

describeInChromium('journeys', (given) => {
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
    const { page, troubles } = await openPage(given.browser, given.address);
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
    const again = await openPage(given.browser, address);
    await expect.poll(() => seen(again.page), PATIENCE).toEqual(there);
    expect([...troubles, ...again.troubles]).toEqual([]);
    await Promise.all([page.context().close(), again.page.context().close()]);
  }, 60_000);

  test('the focus is never lost: not with a dialog that closes, nor with what goes', async () => {
    const { page, troubles } = await openPage(
      given.browser,
      `${given.address}#s=takeover&seed=1&at=41`,
    );
    await page.locator('#chart svg').waitFor();
    const focused = () =>
      page.evaluate(() => `${document.activeElement?.id}.${document.activeElement?.className}`);
    const dialogs = () => page.locator('dialog[open]').count();
    await page.locator('button.next').focus();
    await page.keyboard.press('e');
    const label = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    await expect.poll(label, PATIENCE).toBe('Link');
    await page.keyboard.press('Escape');
    await expect.poll(dialogs, PATIENCE).toBe(0);
    await page.keyboard.press('Control+k');
    await page.locator('dialog[open] input').waitFor();
    await page.keyboard.type('keys and help');
    await page.keyboard.press('Enter');
    await page.locator('#help-title').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(dialogs, PATIENCE).toBe(0);
    expect(await focused()).toContain('next');
    // A key that comes right behind is not lost either.
    for (const key of ['e', 'Control+k', '?', 'Control+k']) {
      await page.keyboard.press(key);
      await expect.poll(dialogs, PATIENCE).toBe(1);
      await page.keyboard.press('Escape');
    }
    await expect.poll(dialogs, PATIENCE).toBe(0);

    await page.keyboard.press('Control+k');
    await page.locator('dialog[open] input').waitFor();
    await page.keyboard.type('only what matches');
    await page.keyboard.press('Enter');
    await expect.poll(focused, PATIENCE).toContain('filter');

    await page.click('#tab-steps');
    await page.locator('#steps button').nth(1).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => textOf(page, '#where'), PATIENCE).toContain('42 /');
    await expect.poll(focused, PATIENCE).toMatch(/^steps\./);
    await page.click('#tab-branches');
    await page.locator('[aria-label^="Delete"]').focus();
    await page.keyboard.press('Enter');
    await expect.poll(focused, PATIENCE).toMatch(/^branches\./);
    await expect.poll(() => textOf(page, '#where'), PATIENCE).toContain('/ 65');
    await page.evaluate(() => {
      location.hash = '#s=nothing';
    });
    await page.locator('#error button').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('#error').count(), PATIENCE).toBe(0);
    const where = await textOf(page, '#where');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => textOf(page, '#where'), PATIENCE).not.toBe(where);
    expect(troubles).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('without a network: everything that was not opened yet is there', async () => {
    const { page, troubles } = await openPage(given.browser, given.address);
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
      const { page } = await openPage(given.browser, given.address, { colorScheme });
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
