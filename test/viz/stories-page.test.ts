/** Stories, two runs side by side, tables and sharing, as a person sees them in the built page. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { runOf } from '../../sim/compare/run.ts';
import { renderSvg } from '../../sim/render/svg/svg.ts';
import { stories } from '../../sim/stories/index.ts';
import { LINK_LENGTH_MAXIMUM } from '../../viz/link/place.ts';
import { traceOf } from '../sim/inspect/traces.ts';
import { axe } from './axe.ts';
import { openPage } from './browser.ts';
import { describeInChromium } from './chromium.ts';

const PATIENCE = { timeout: 10_000 };

describeInChromium('explaining', (given) => {
  const opened: (readonly string[])[] = [];

  afterEach(() => {
    expect(opened.splice(0).flat()).toEqual([]);
  });

  async function open(hash: string): Promise<Page> {
    const { page, troubles } = await openPage(given.browser, `${given.address}${hash}`);
    opened.push(troubles);
    return page;
  }

  const textOf = async (page: Page, selector: string) => (await page.textContent(selector)) ?? '';
  const hashOf = (page: Page) => page.evaluate(() => location.hash);
  const recordOf = async (page: Page) => Number((await textOf(page, '#where')).split(' ')[0]);

  test('a card is clicked, and its captions lead from event to event', async () => {
    const page = await open('#s=first-connect&seed=1&at=0');
    await page.click('#tab-stories');
    await expect.poll(() => page.locator('.card').count(), PATIENCE).toBe(stories.length);
    await page.click('.card:has-text("How the broker finds out that nobody is there")');
    const caption = () => textOf(page, '.caption.current .caption-text');
    const story = stories.find(({ id }) => id === 'keep-alive-timeout');
    for (const [index, { text }] of (story?.captions ?? []).entries()) {
      if (index > 0) await page.keyboard.press('n');
      await expect.poll(caption, PATIENCE).toBe(text);
      const where = Number(/Record (\d+)/.exec(await textOf(page, '.caption.current'))?.[1]);
      await expect.poll(() => recordOf(page), PATIENCE).toBe(where);
    }
    await page.keyboard.press('p');
    await expect.poll(caption, PATIENCE).toBe(story?.captions.at(-2)?.text);
    await expect.poll(() => hashOf(page), PATIENCE).toContain('story=keep-alive-timeout&at=');
    expect((await axe(page)).found).toEqual([]);
    await page.click('text=All stories');
    await expect.poll(() => page.locator('.card').count(), PATIENCE).toBe(stories.length);
    await page.context().close();
  });

  test('every story opens from its address, and all its captions have their events', async () => {
    const page = await open('');
    for (const { id, captions } of stories) {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, `#story=${id}`);
      const said = () => page.locator('.caption').allTextContents();
      await expect.poll(async () => (await said())[0] ?? '', PATIENCE).toContain(captions[0]?.text);
      const all = await said();
      expect(all.length).toBe(captions.length);
      expect(all.filter((each) => /does not happen|not all of it is so/.test(each))).toEqual([]);
    }
    await page.context().close();
  });

  test('under another seed the captions find their events anew', async () => {
    const page = await open('#story=will');
    await expect.poll(() => page.locator('.caption').count(), PATIENCE).toBeGreaterThan(3);
    await page.fill('#seed', '7');
    await page.press('#seed', 'Enter');
    await expect.poll(() => hashOf(page), PATIENCE).toContain('seed=7');
    await page.locator('.caption button').nth(3).click();
    await expect
      .poll(() => textOf(page, '#now'), PATIENCE)
      .toContain('The Network Connection of "sensor" is gone');
    await page.context().close();
  });

  test('3.1.1 and 5.0 stand side by side, with one cursor', async () => {
    const page = await open('#s=takeover&seed=1&at=41');
    await expect.poll(() => recordOf(page), PATIENCE).toBe(41);
    await page.keyboard.press('4');
    await expect
      .poll(() => textOf(page, '.beside-differences'), PATIENCE)
      .toContain('Before the broker closes the connection it says why: DISCONNECT 0x8E');
    const chosen = () => textOf(page, '#beside tr[aria-selected="true"]');
    await expect.poll(chosen, PATIENCE).toMatch(/^41CONNECT.*41CONNECT/);
    await page.locator('#beside').focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(chosen, PATIENCE).toMatch(/^42PUBLISH.*42PUBLISH/);
    await expect.poll(() => recordOf(page), PATIENCE).toBe(42);
    await page.click('.beside-bar button:has-text("3.1.1")');
    await expect.poll(() => textOf(page, '#title'), PATIENCE).toContain('(told in 3.1.1)');
    await expect.poll(() => recordOf(page), PATIENCE).toBe(42);
    expect((await axe(page)).found).toEqual([]);
    const address = await expect
      .poll(() => hashOf(page), PATIENCE)
      .toContain('s=takeover&seed=1&twin=1&of=a&at=42&v=twin')
      .then(() => hashOf(page));
    const again = await open(address);
    await expect.poll(() => textOf(again, '#title'), PATIENCE).toContain('(told in 3.1.1)');
    await expect.poll(() => recordOf(again), PATIENCE).toBe(42);
    await page.locator('h1').click();
    await page.keyboard.press('e');
    const link = page.locator('dialog[open] input[aria-label="Link"]');
    await expect.poll(() => link.inputValue(), PATIENCE).toContain('&law=');
    const { hash } = new URL(await link.inputValue());
    const later = await open(hash.replace(/law=\w+/, 'law=deadbeef'));
    await expect
      .poll(() => textOf(later, '#error'), PATIENCE)
      .toContain('and the run is the same.');
    expect(await textOf(later, '#title')).toContain('(told in 3.1.1)');
    for (const each of [page, again, later]) await each.context().close();
  });

  test('two runs are compared, and the first difference is a click away', async () => {
    const page = await open('#s=will-delay&seed=1&v=compare');
    await page.selectOption('.beside-offer select', 'will-delay-passes');
    await page.fill('.beside-offer input[type="text"]', '1');
    await page.click('.beside-offer button[type="submit"]');
    await page.click('text=To the first difference');
    await expect.poll(() => recordOf(page), PATIENCE).toBe(24);
    await expect
      .poll(() => textOf(page, '.beside-chosen'), PATIENCE)
      .toMatch(/"sensor" is now disconnected: network ?failed\./i);
    expect(await textOf(page, '.beside-fields')).toBe('statewaitingdisconnected');
    expect((await axe(page)).found).toEqual([]);
    await page.locator('h1').click();
    await page.keyboard.press('e');
    const commands = () => page.locator('dialog[open] .share-commands').allTextContents();
    await expect
      .poll(commands, PATIENCE)
      .toContain('lifeline compare will-delay:1 will-delay-passes:1');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('#share-both li', { hasText: 'text' }).getByText('Save').click(),
    ]);
    expect(file.suggestedFilename()).toBe('will-delay-1-will-delay-passes-1.txt');
    const saved = readFileSync(await file.path(), 'utf8');
    expect(saved).toMatch(/^A {2}will-delay:1: .*\nB {2}will-delay-passes:1: /);
    expect((await axe(page)).found).toEqual([]);
    await page.context().close();
  });

  test('every drawing has a table, and the cursor is the same', async () => {
    const page = await open('#s=takeover&seed=1&at=41');
    await expect.poll(() => recordOf(page), PATIENCE).toBe(41);
    await page.keyboard.press('t');
    const chosen = () => textOf(page, '#events tr[aria-selected="true"]');
    await expect.poll(chosen, PATIENCE).toContain('CONNECT of "sensor" (c1.2) reaches the broker');
    const rows = await page.getAttribute('#events', 'aria-rowcount');
    expect(Number(rows)).toBeGreaterThan(40);
    await page.locator('#events').focus();
    await page.keyboard.press('End');
    await expect.poll(chosen, PATIENCE).toContain('the network to close');
    await page.keyboard.press('Home');
    await expect.poll(() => recordOf(page), PATIENCE).toBe(6);
    expect((await axe(page)).found).toEqual([]);
    await page.click('.chip:has-text("States")');
    await expect.poll(() => textOf(page, '#states-table'), PATIENCE).toContain('offline.expiring');
    await page.click('.chip:has-text("Transitions")');
    await expect
      .poll(() => textOf(page, '#transitions-table'), PATIENCE)
      .toContain('v5 MQTT-4.1.0-2');
    await page.click('.chip:has-text("Timers")');
    await expect.poll(() => textOf(page, '#timer-rows'), PATIENCE).toContain('Session Expiry');
    expect((await axe(page)).found).toEqual([]);
    await page.context().close();
  });

  test('a table of many rows has few in the page', async () => {
    const page = await open('#s=storm&seed=1&at=1&v=table');
    await expect.poll(() => page.getAttribute('#events', 'aria-rowcount'), PATIENCE).not.toBe('1');
    await page.check('.table-option input');
    const count = async () => Number(await page.getAttribute('#events', 'aria-rowcount'));
    await expect.poll(count, PATIENCE).toBeGreaterThan(900);
    expect(await page.locator('#events tbody tr').count()).toBeLessThan(60);
    await page.locator('#events').focus();
    await page.keyboard.press('End');
    const last = () => page.getAttribute('#events tr[aria-selected="true"]', 'aria-rowindex');
    await expect.poll(async () => Number(await last()), PATIENCE).toBeGreaterThan(900);
    expect(await page.locator('#events tbody tr').count()).toBeLessThan(60);
    await page.context().close();
  });

  test('a link leads to what was seen, and says when the law has changed since', async () => {
    const page = await open('#s=takeover&seed=1&at=41');
    await expect.poll(() => recordOf(page), PATIENCE).toBe(41);
    await page.fill('#filter', 'client:sensor');
    await page.press('#filter', 'Escape').catch(() => undefined);
    await page.keyboard.press('Escape');
    await page.click('header button:has-text("Share")');
    const field = page.getByLabel('Link', { exact: true });
    await expect.poll(() => field.inputValue(), PATIENCE).toContain('#');
    const link = await field.inputValue();
    const hash = link.slice(link.indexOf('#'));
    expect(hash.length).toBeLessThanOrEqual(LINK_LENGTH_MAXIMUM);
    expect(hash).toContain('s=takeover&seed=1&at=41');
    expect((await axe(page)).found).toEqual([]);
    const same = await open(hash);
    await expect.poll(() => recordOf(same), PATIENCE).toBe(41);
    await expect.poll(() => same.inputValue('#filter'), PATIENCE).toBe('client:sensor');
    const changed = await open(hash.replace(/law=\w+/, 'law=01234567'));
    await expect
      .poll(() => textOf(changed, '#error'), PATIENCE)
      .toContain('This link was made under another law (charts 01234567');
    const other = await open(hash.replace('s=takeover', 's=resume'));
    await expect
      .poll(() => textOf(other, '#error'), PATIENCE)
      .toMatch(/the run diverges at record \d+\. Then: .+ Now: .+/);
    for (const each of [page, same, changed, other]) await each.context().close();
  });

  test('a drawing is saved as SVG and as PNG, and the commands can be copied', async () => {
    const page = await open('#s=takeover&seed=1&at=41');
    await expect.poll(() => recordOf(page), PATIENCE).toBe(41);
    await page.keyboard.press('e');
    const saved = async (title: string) => {
      const waiting = page.waitForEvent('download');
      await page.locator('.share-forms li', { hasText: title }).getByText('Save').click();
      const download = await waiting;
      return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
    };
    const svg = await saved('Drawing (SVG)');
    expect(svg.name).toBe('takeover.svg');
    const title = 'A client comes back before the broker has noticed that it was gone.';
    expect(svg.content.toString()).toBe(renderSvg(runOf(traceOf('takeover')).timeline, { title }));
    const png = await saved('Drawing (PNG)');
    expect(png.name).toBe('takeover.png');
    expect(png.content.subarray(1, 4).toString()).toBe('PNG');
    expect(png.content.length).toBeGreaterThan(50_000);
    expect(await textOf(page, '.share-commands')).toContain(
      'lifeline simulate takeover --seed 1 --out takeover.jsonl',
    );
    await page.context().close();
  });
});
