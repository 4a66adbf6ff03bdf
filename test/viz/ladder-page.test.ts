/** The ladder in the page: pointing, zooming, files that are read piece by piece, timers. */
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { scenarioNamed } from '../../sim/scenarios/index.ts';
import { simulate } from '../../sim/simulate.ts';
import { openPage } from './browser.ts';
import { describeInChromium } from './chromium.ts';

const NODES_MAXIMUM = 3_000;
/** For a picture to change, on a machine that has other things to do too. */
const SOON = { timeout: 10_000 };

describeInChromium('the ladder', (given) => {
  const open = (hash: string) => openPage(given.browser, `${given.address}${hash}`);
  const where = (page: Page) => page.locator('#where').textContent();
  /** A sum over what is drawn. */
  const picture = (page: Page) =>
    page.$eval('#ladder', (element) => {
      const canvas = element as HTMLCanvasElement;
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const sum = new Uint32Array(data.buffer).reduce((all, pixel) => (all * 31 + pixel) | 0, 7);
      return `${canvas.width} × ${canvas.height}: ${sum}`;
    });

  test('what is pointed at is told, and a click goes there', async () => {
    const { page, troubles } = await open('#s=takeover&seed=1&at=41');
    await page.locator('#where', { hasText: '41 / ' }).waitFor();
    const box = await page.locator('#ladder').boundingBox();
    if (box === null) throw new Error('there is no ladder');
    const tip = page.locator('.ladder-tip');
    let told = '';
    // From the upper edge down, until the pointer is on something.
    for (let y = box.y + 60; told === '' && y < box.y + box.height; y += 6) {
      await page.mouse.move(box.x + box.width / 2, y);
      const cursor = await page.$eval('#ladder', (canvas) => (canvas as HTMLElement).style.cursor);
      if (cursor !== 'pointer') continue;
      await tip.waitFor();
      told = (await tip.textContent()) ?? '';
      await page.mouse.click(box.x + box.width / 2, y);
    }
    const [, n] = /record (\d+)/.exec(told) ?? [];
    expect(n).toBeDefined();
    await page.locator('#where', { hasText: new RegExp(`^${n} / `) }).waitFor();
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  test('keys and the wheel change what is seen, and 0 brings it back', async () => {
    const { page } = await open('#s=storm&seed=1&at=200');
    await page.locator('#where', { hasText: '200 / ' }).waitFor();
    // What stands below the ladder has its height by then.
    await page.locator('#timers').getByText('Keep Alive · c1').waitFor();
    const first = await settled(page);
    await page.keyboard.press('0');
    await expect.poll(() => picture(page), SOON).not.toBe(first);
    const whole = await settled(page);
    for (const key of ['c', 'w', 'd', 'a', 's', 'D', 'T']) {
      const before = await settled(page);
      await page.keyboard.press(key);
      await expect.poll(() => picture(page), { ...SOON, message: key }).not.toBe(before);
    }
    for (const key of ['D', 'T', '0']) await page.keyboard.press(key);
    await expect.poll(() => picture(page), SOON).toBe(whole);
    await page.locator('#ladder').hover();
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -200);
    await page.keyboard.up('Control');
    await expect.poll(() => picture(page), SOON).not.toBe(whole);
    await page.context().close();
  });

  /** Words come a moment after the picture. */
  async function settled(page: Page): Promise<string> {
    let before = '';
    await expect
      .poll(async () => {
        const now = await picture(page);
        const isSame = now === before;
        before = now;
        return isSame;
      }, SOON)
      .toBe(true);
    return before;
  }

  test('a packed file that was cut off is opened as far as it goes', async () => {
    const { page, troubles } = await open('#s=takeover&seed=1');
    await page.locator('#where', { hasText: '/ 65' }).waitFor();
    const lines: string[] = [];
    simulate(scenarioNamed('storm'), '7', (line) => lines.push(line));
    const text = lines.join('\n').slice(0, -20);
    const buffer = gzipSync(text);
    const file = { name: 'storm.jsonl.gz', mimeType: 'application/gzip', buffer };
    await page.setInputFiles('input[type=file]', file);
    await page.locator('#where', { hasText: `/ ${lines.length - 2} ` }).waitFor();
    await page
      .getByText(`in the middle of record ${lines.length - 1}`)
      .first()
      .waitFor();
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  test('a file that is none leaves open what was open, and says its line', async () => {
    const { page } = await open('#s=takeover&seed=1&at=12');
    await page.locator('#where', { hasText: '12 / 65' }).waitFor();
    const file = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('a\nb\n') };
    await page.setInputFiles('input[type=file]', file);
    await page.locator('#error', { hasText: 'notes.txt: line 1' }).waitFor();
    expect(await where(page)).toContain('12 / 65');
    await page.context().close();
  });

  test('timers at the cursor count down, and the page stays small', async () => {
    const { page } = await open('#s=storm&seed=1&at=200');
    const timers = page.locator('#timers');
    await timers.getByText('Keep Alive · c1').waitFor();
    const left = await timers
      .locator('li', { hasText: 'Keep Alive · c1' })
      .locator('.left')
      .textContent();
    expect(left).toMatch(/^1[0-5](\.\d+)? s$/);
    expect(await page.$$eval('*', (all) => all.length)).toBeLessThan(NODES_MAXIMUM);
    await page.context().close();
  });
});
