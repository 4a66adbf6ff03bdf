/** Every view, tab and dialog in both themes: axe finds nothing. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasCommand, needs } from '../support/debian.ts';
import { axe } from './axe.ts';
import { type BuiltPage, launchBrowser, openPage, serveBuiltPage } from './browser.ts';

const RULES_LEAST = 15;

describe.skipIf(!hasCommand('chromium'))(`axe ${needs('chromium')}`, () => {
  let built: BuiltPage;
  let browser: Browser;

  beforeAll(async () => {
    [built, browser] = await Promise.all([serveBuiltPage(), launchBrowser()]);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await built?.close();
  });

  test.each(['light', 'dark'] as const)(
    'finds nothing in any part of the page, %s',
    async (colorScheme) => {
      const address = `${built.address}#s=takeover&seed=1&at=41`;
      const { page } = await openPage(browser, address, { colorScheme });
      await page.locator('#chart svg').waitFor();
      const looked: string[] = [];
      const look = async (where: string) => {
        const { found, rules } = await axe(page);
        expect(found.map((each) => `${where}: ${each}`)).toEqual([]);
        expect(rules).toBeGreaterThan(RULES_LEAST);
        looked.push(where);
      };
      const tabs = await page.$$eval('[role="tab"]', (all) => all.map(({ id }) => id));
      for (const tab of tabs) {
        await page.click(`#${tab}`);
        await look(tab);
      }
      for (const key of ['?', 'Control+k']) {
        await page.keyboard.press(key);
        await page.locator('dialog[open]').waitFor();
        await look(key);
        await page.keyboard.press('Escape');
      }
      expect(looked.length).toBeGreaterThanOrEqual(5);
      await page.context().close();
    },
    60_000,
  );
});
