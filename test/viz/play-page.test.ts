/** Intervening on the page, in a real browser: steps, branches, the dialog, why, and the editor of scenarios. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { axe } from './axe.ts';
import { openPage, type Watched } from './browser.ts';
import { describeInChromium } from './chromium.ts';

const PATIENCE = { timeout: 15_000 };

describeInChromium('intervening', (given) => {
  let watched: Watched;
  let page: Page;

  beforeAll(async () => {
    watched = await openPage(given.browser, `${given.address}#s=takeover&seed=1&at=40`);
    page = watched.page;
    await page.locator('#now').waitFor();
  }, 60_000);

  const text = async (id: string) => (await page.textContent(`#${id}`)) ?? '';
  const sees = (id: string) => expect.poll(() => text(id), PATIENCE);
  const hash = () => page.evaluate(() => decodeURIComponent(location.hash.replaceAll('+', ' ')));
  const rows = () => page.locator('.branch').allTextContents();

  test('what is done makes a branch, and the run that it was done to stays', async () => {
    await page.keyboard.press('x');
    await sees('steps').toContain('CONNECT arrives at the broker, from "sensor"');
    await page.getByRole('button', { name: 'the connection of "heater" is cut' }).click();
    await sees('now').toContain('By hand: the connection of "heater" is cut.');
    await expect.poll(hash, PATIENCE).toContain('do=40 cut c2&at=41');
    await page.keyboard.press('b');
    await expect
      .poll(rows, PATIENCE)
      .toEqual(['takeover 65 records', 'The connection of "heater" is cut from record 41 on']);
    await page.locator('.branch').first().click();
    await sees('where').toContain('/ 65');
    await page.locator('.branch').nth(1).click();
    await sees('where').toContain('41 /');
  });

  test('a packet is filled in and sent', async () => {
    await page.keyboard.press('i');
    await page.getByLabel('Packet', { exact: true }).selectOption('DISCONNECT');
    await page.getByLabel('Reason Code').fill('500');
    await page.getByRole('button', { name: 'Send DISCONNECT' }).click();
    await expect.poll(() => page.textContent('dialog[open]'), PATIENCE).toContain('from 0 to 255');
    expect((await axe(page)).found).toEqual([]);
    await page.getByLabel('Reason Code').fill('4');
    await page.getByRole('button', { name: 'Send DISCONNECT' }).click();
    await sees('now').toContain('By hand: "sensor" sends DISCONNECT 0x04');
    expect(await page.locator('dialog[open]').count()).toBe(0);
  });

  test('what cannot be done is said where it was asked for', async () => {
    await page.keyboard.press('i');
    const dialog = page.locator('dialog[open]');
    await dialog.getByLabel('What', { exact: true }).selectOption('join');
    await dialog.getByLabel('Name', { exact: true }).fill('c1');
    await page.getByRole('button', { name: 'Let it join' }).click();
    await expect
      .poll(() => page.textContent('.inject .problem'), PATIENCE)
      .toContain('there is a client c1 already');
    await page.keyboard.press('Escape');
  });

  test('the address brings a branch back', async () => {
    await expect.poll(hash, PATIENCE).toContain('DISCONNECT');
    const address = await page.evaluate(() => location.href);
    const again = await openPage(given.browser, address);
    await expect
      .poll(() => again.page.textContent('#now'), PATIENCE)
      .toContain('By hand: "sensor" sends DISCONNECT 0x04');
    expect(again.troubles).toEqual([]);
    await again.page.context().close();
  });

  test('branches are renamed and deleted with what was forked from them', async () => {
    await expect.poll(rows, PATIENCE).toHaveLength(3);
    await page.getByLabel('Rename "sensor" sends DISCONNECT').click();
    await page.keyboard.type('goodbye');
    await page.keyboard.press('Enter');
    await expect.poll(rows, PATIENCE).toContainEqual(expect.stringContaining('goodbye'));
    await page.getByLabel('Delete The connection of "heater" is cut').click();
    await expect.poll(rows, PATIENCE).toEqual(['takeover 65 records']);
    await sees('where').toContain('/ 65');
  });

  test('why, back to where it begins; and why not', async () => {
    await page.keyboard.press('End');
    await page.keyboard.press('y');
    await expect.poll(() => page.locator('.causes > li').count(), PATIENCE).toBeGreaterThan(3);
    await page.locator('.causes button').nth(1).click();
    await expect.poll(() => text('where'), PATIENCE).not.toContain('65 / 65');
    await page.evaluate(() => {
      location.hash = '#s=takeover&seed=1&at=30';
    });
    await sees('where').toContain('30 / 65');
    await page.getByLabel('What would come of').fill('CONNECT');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.textContent('.why-not'), PATIENCE).toContain('MQTT-3.1.0-2');
  });

  test('a scenario is written, what is wrong stands at its line, and it runs', async () => {
    await page.locator('h1').click();
    await page.keyboard.press('3');
    await expect.poll(() => page.inputValue('#scenario-text'), PATIENCE).toContain('client c1');
    const all = await page.inputValue('#scenario-text');
    await page.fill('#scenario-text', all.replace('halfOpen c1', 'halfOpen c9'));
    await sees('scenario-problems').toContain("Line 31, column 12 no client 'c9'");
    await page.locator('#scenario-problems button').click();
    const selected = () => page.evaluate(() => getSelection()?.toString());
    expect(await selected()).toBe('c9');
    await page.fill('#scenario-text', all.replace('scenario takeover', 'scenario mine'));
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => page.title(), PATIENCE).toBe('mine · Lifeline');
    await expect.poll(hash, PATIENCE).toContain('s=mine');
    const again = await openPage(given.browser, await page.evaluate(() => location.href));
    await expect.poll(() => again.page.title(), PATIENCE).toBe('mine · Lifeline');
    await again.page.context().close();
  });

  test('nothing has troubled the console', () => {
    expect(watched.troubles).toEqual([]);
  });
});
