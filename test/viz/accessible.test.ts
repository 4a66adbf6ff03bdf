/** Every view, tab and dialog in both themes: axe finds nothing. */
import { expect, test } from 'vitest';
import { axe } from './axe.ts';
import { openPage } from './browser.ts';
import { describeInChromium } from './chromium.ts';

const RULES_LEAST = 15;

describeInChromium('axe', (given) => {
  test.each(['light', 'dark'] as const)(
    'finds nothing in any part of the page, %s',
    async (colorScheme) => {
      const address = `${given.address}#s=takeover&seed=1&at=41`;
      const { page } = await openPage(given.browser, address, { colorScheme });
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
