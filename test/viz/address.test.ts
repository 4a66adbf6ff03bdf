/** The address of the page: it brings back what was seen, in this browser and in another, and says what it cannot. */
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { LINK_LENGTH_MAXIMUM } from '../../viz/link/place.ts';
import { simulated } from '../trace/support.ts';
import { openPage } from './browser.ts';
import { describeInChromium } from './chromium.ts';

const PATIENCE = { timeout: 10_000 };
const TRACE = { name: 'day.jsonl', mimeType: 'text/plain', buffer: Buffer.from(simulated('will')) };

describeInChromium('the address', (given) => {
  const opened: string[][] = [];

  afterEach(async () => {
    expect(opened.splice(0).flat()).toEqual([]);
    await Promise.all(given.browser.contexts().map((context) => context.close()));
  });

  async function open(hash: string): Promise<Page> {
    const { page, troubles } = await openPage(given.browser, `${given.address}${hash}`);
    opened.push(troubles);
    await page.locator('#now').waitFor();
    return page;
  }

  /** When nothing is on its way any more, which a reload would break off. */
  async function reload(page: Page): Promise<void> {
    await page.locator('html[data-has="all"]').waitFor();
    await page.reload();
  }

  const textOf = async (page: Page, id: string) =>
    (await page.locator(`#${id}`).allTextContents()).join('');
  const sees = (page: Page, id: string) => expect.poll(() => textOf(page, id), PATIENCE);
  const hashOf = (page: Page) => page.evaluate(() => location.hash);
  const has = (page: Page) => expect.poll(() => hashOf(page), PATIENCE);
  const isCalled = (page: Page, name: string) =>
    expect.poll(() => page.title(), PATIENCE).toBe(`${name} · Lifeline`);

  /** A scenario of one's own, with so many lines that say nothing. */
  async function write(page: Page, name: string, lines: number): Promise<void> {
    await page.click('#tab-editor');
    await expect.poll(() => page.inputValue('#scenario-text'), PATIENCE).toContain('client c1');
    const text = (await page.inputValue('#scenario-text')).replace(
      /^scenario .*/,
      `scenario ${name}`,
    );
    const noise = Array.from({ length: lines }, (_, i) => `# ${Math.sin(i)} ${Math.cos(i)}`);
    await page.fill('#scenario-text', [text, ...noise].join('\n'));
    await page.keyboard.press('Control+Enter');
    await isCalled(page, name);
  }

  test('brings back how a run was looked at', async () => {
    const page = await open('#s=takeover&seed=1&at=12');
    await page.fill('#filter', 'PUBLISH');
    await page.evaluate(() => {
      location.hash = '#s=takeover&seed=1&at=20&f=PUBLISH&c=heater&k=will&v=table';
    });
    await sees(page, 'where').toMatch(/^20 /);
    await reload(page);
    await sees(page, 'where').toMatch(/^20 /);
    expect(await page.inputValue('#filter')).toBe('PUBLISH');
    expect(await page.getAttribute('#tab-table', 'aria-selected')).toBe('true');
    await has(page).toBe('#s=takeover&seed=1&at=20&v=table&c=heater&k=will&f=PUBLISH');
    expect(await page.locator('#error').count()).toBe(0);
  });

  test('packs a scenario of one’s own that is long', async () => {
    const page = await open('#s=takeover&seed=1&at=12');
    await write(page, 'mine', 25);
    await has(page).toContain('&xz=');
    const hash = await hashOf(page);
    expect(hash.length).toBeLessThanOrEqual(LINK_LENGTH_MAXIMUM);
    const again = await open(hash);
    await isCalled(again, 'mine');
    expect(await textOf(again, 'where')).toBe(await textOf(page, 'where'));
  });

  test('keeps in this browser what no address has room for, and says so in another', async () => {
    const page = await open('#s=takeover&seed=1&at=12');
    await write(page, 'novel', 250);
    await has(page).toBe('#kept=novel');
    const where = await textOf(page, 'where');
    await reload(page);
    await isCalled(page, 'novel');
    await sees(page, 'where').toBe(where);
    expect(await page.locator('#error').count()).toBe(0);
    const other = await open('#kept=novel');
    await sees(other, 'error').toContain("No address has room for 'novel'");
    await isCalled(other, 'takeover');
    await page.goBack();
    await isCalled(page, 'takeover');
    await page.goForward();
    await isCalled(page, 'novel');
  });

  test('remembers every run, however soon another follows', async () => {
    const page = await open('#s=takeover&seed=1&at=12');
    await has(page).toBe('#s=takeover&seed=1&at=12');
    for (const name of ['will', 'resume']) {
      await page.selectOption('#scenario', name);
      await isCalled(page, name);
    }
    await has(page).toContain('s=resume');
    await page.goBack();
    await isCalled(page, 'will');
    await page.goBack();
    await isCalled(page, 'takeover');
    await sees(page, 'where').toMatch(/^12 /);
  });

  test('leads back to a trace while the page lives, and asks for it afterwards', async () => {
    const page = await open('#s=takeover&seed=1&at=12');
    await page.setInputFiles('#file', TRACE);
    await isCalled(page, TRACE.name);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await has(page).toContain('#file=day.jsonl&at=1');
    await page.selectOption('#scenario', 'resume');
    await isCalled(page, 'resume');
    await has(page).toContain('s=resume');
    await page.goBack();
    await isCalled(page, TRACE.name);
    await sees(page, 'where').toMatch(/^1 /);
    await reload(page);
    await sees(page, 'error').toContain('This link leads to day.jsonl at record 1.');
    await page.setInputFiles('#file', TRACE);
    await isCalled(page, TRACE.name);
    await sees(page, 'where').toMatch(/^1 /);
    expect(await page.locator('#error').count()).toBe(0);
  });

  test.each([
    ['#asdkjh23487&&&===', 'This address does not say what to open'],
    ['#%E0%A4%A', 'This address does not say what to open'],
    ['#s=nothing', "no scenario 'nothing'"],
    ['#s=mine&seed=1&xz=jVNLb9s4', 'the scenario cannot be read from the link'],
    ['#s=takeover&at=abc', "at= takes the number of a record, not 'abc'"],
    ['#s=takeover&at=99999', 'This run has 65 records, and no record 99999'],
    ['#story=takeover&at=99999', 'This run has 65 records, and no record 99999'],
    ['#s=takeover&v=nonsense', "There is no view 'nonsense'"],
    ['#s=takeover&k=__proto__', "There is no chart '__proto__'"],
    ['#s=takeover&c=nobody', "There is no client 'nobody'"],
    [`#s=takeover&seed=${'9'.repeat(100)}`, 'seed= has 100 characters'],
    ['#s=takeover&do=40 cut c9', 'there is no client c9'],
    ['#live', 'No broker serves this page'],
  ])('that leads nowhere, %s, says why, and there is something to see', async (hash, said) => {
    const page = await open(hash);
    await sees(page, 'error').toContain(said);
    await isCalled(page, 'takeover');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await sees(page, 'where').toMatch(/^1 \/ 65/);
  });
});
