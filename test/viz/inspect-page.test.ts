/** Looking closely, in a real browser: packets and bytes, a timer dragged to its deadline, lanes, files, the way back. */
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { scenarioNamed } from '../../sim/scenarios/index.ts';
import { simulate } from '../../sim/simulate.ts';
import { axe } from './axe.ts';
import { openPage } from './browser.ts';
import { describeInChromium } from './chromium.ts';

const PATIENCE = { timeout: 15_000 };
const FIRST = '#s=takeover&seed=1&at=41';

function traceOf(name: string): string {
  const lines: string[] = [];
  simulate(scenarioNamed(name), '1', (line) => lines.push(line));
  return `${lines.join('\n')}\n`;
}

/** Long enough to take longer than a scenario does, and packed small. */
function longTrace(): Uint8Array {
  const lines = traceOf('will').trimEnd().split('\n');
  const { n: last, t } = JSON.parse(lines.at(-1) as string) as { n: number; t: number };
  const gap = { steps: 1, because: 'of the test' };
  const more = Array.from({ length: 60_000 }, (_, i) =>
    JSON.stringify({ n: last + 1 + i, t, gap }),
  );
  return gzipSync([...lines, ...more, ''].join('\n'));
}

/** Drops a file as soon as the page takes it: what is not prevented has found nobody. */
function dropSoon({ name, base64 }: { readonly name: string; readonly base64: string }): void {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(atob(base64), (each) => each.charCodeAt(0))], name));
  const drop = () => {
    const options = { dataTransfer: data, bubbles: true, cancelable: true };
    const isTaken = document.body?.dispatchEvent(new DragEvent('drop', options)) === false;
    if (!isTaken) setTimeout(drop);
  };
  drop();
}

function file(name: string, content: string | Uint8Array) {
  return { name, base64: Buffer.from(content).toString('base64') };
}

describeInChromium('looking closely', (given) => {
  let page: Page;
  let troubles: readonly string[];

  beforeAll(async () => {
    ({ page, troubles } = await openPage(given.browser, `${given.address}${FIRST}`));
    await page.locator('#now .number').waitFor();
  }, 60_000);

  const text = async (selector: string) => (await page.locator(selector).textContent()) ?? '';
  const sees = (selector: string) => expect.poll(() => text(selector), PATIENCE);
  const hash = () => page.evaluate(() => location.hash);

  test('a record has its packets, with fields, properties and bytes', async () => {
    await page.keyboard.press('P');
    await sees('#packets').toContain('Session Expiry Interval300 s');
    const names = () => page.locator('.packet > h3').allTextContents();
    expect(await names()).toEqual(['CONNECT', 'DISCONNECT', 'PUBLISH', 'CONNACK', 'PUBLISH']);
    expect(await text('.packet:nth-of-type(2) .hex')).toContain('e0 02 8e 00');
    expect((await axe(page)).found).toEqual([]);
    await page.keyboard.press('Home');
    await sees('#packets').toBe('No packet came or went in record 0.');
    await page.locator('#tab-record').click();
    await page.locator('h1').click();
    await expect.poll(hash, PATIENCE).toContain('at=0');
  });

  test('a timer whose handle is dragged to its deadline runs out, in a branch, and back leads back', async () => {
    await page.fill('#position', '41');
    await sees('#where').toContain('41 / 65');
    await expect.poll(hash, PATIENCE).toBe(FIRST);
    const timer = page.locator('#timers li').filter({ hasText: 'Keep Alive' });
    const drag = async (toEnd: number) => {
      const bar = await timer.locator('.timer-bar').boundingBox();
      const handle = await timer.locator('.timer-now').boundingBox();
      if (bar === null || handle === null) throw new Error('there is no bar');
      const y = handle.y + handle.height / 2;
      await page.mouse.move(handle.x + handle.width / 2, y);
      await page.mouse.down();
      await page.mouse.move(bar.x + bar.width - toEnd, y, { steps: 3 });
      await page.mouse.up();
    };
    await drag(80);
    await drag(0);
    await sees('#now').toContain('By hand: keepAlive of "sensor" runs out');
    await page.keyboard.press('b');
    await expect.poll(() => page.locator('.branch').count(), PATIENCE).toBe(2);
    await expect.poll(hash, PATIENCE).toContain('do=41+take');
    await page.goBack();
    await sees('#where').toContain('41 / 65');
    await page.goForward();
    await sees('#where').toContain('42 / ');
  });

  test('lanes are pinned and hidden, and it is said that they are', async () => {
    await page.keyboard.press('L');
    const dialog = page.locator('dialog[open]');
    await dialog.getByRole('button', { name: 'Pin heater' }).click();
    await dialog.getByRole('button', { name: 'Hide sensor' }).click();
    expect((await axe(page)).found).toEqual([]);
    await page.keyboard.press('Escape');
    await expect
      .poll(() => page.locator('.ladder-buttons').textContent(), PATIENCE)
      .toContain('Lanes: 1 hidden');
    // Until it has gone, keys are the dialog's.
    await expect.poll(() => dialog.count(), PATIENCE).toBe(0);
    await page.keyboard.press('t');
    await expect.poll(() => page.locator('#events tbody tr').count(), PATIENCE).toBeGreaterThan(3);
    expect(await text('#events tbody')).not.toContain('sensor (c1');
    await page.keyboard.press('1');
    await page.keyboard.press('L');
    await dialog.getByRole('button', { name: 'All as they come' }).click();
    await page.keyboard.press('Escape');
    await expect
      .poll(() => page.locator('.ladder-buttons').textContent(), PATIENCE)
      .not.toContain('hidden');
  });

  test('of a damaged file the part before the damage is shown, and where it is', async () => {
    const lines = traceOf('takeover').split('\n');
    const damaged = [...lines.slice(0, 30), '{"n":30,"t":', ...lines.slice(31)].join('\n');
    await page.evaluate(dropSoon, file('day.jsonl', damaged));
    await sees('#error').toContain('day.jsonl: line 31: ');
    await sees('#error').toContain('What stands before can be looked at: 29 records.');
    await sees('#where').toContain('1 / 29');
    await page.keyboard.press('End');
    await sees('#ledger').toContain('session 1 of "sensor"');
    const packed = gzipSync(traceOf('takeover'));
    await page.evaluate(dropSoon, file('cut.jsonl.gz', packed.subarray(0, packed.length - 600)));
    await sees('#error').toContain('cut.jsonl.gz: The file is damaged or breaks off');
    await expect.poll(() => page.title(), PATIENCE).toBe('cut.jsonl.gz · Lifeline');
  });

  test('of a trace made under another law it is said that it was', async () => {
    const other = traceOf('will').replace(/"charts":"\w+"/, '"charts":"0123456789abcdef"');
    await page.evaluate(dropSoon, file('old.jsonl', other));
    await sees('#error').toContain('another law (charts 0123456789abcdef');
    await expect.poll(() => page.title(), PATIENCE).toBe('old.jsonl · Lifeline');
  });

  test('a file that comes while the first run is being opened is what is shown', async () => {
    const context = await given.browser.newContext();
    await context.addInitScript(dropSoon, file('mine.jsonl.gz', longTrace()));
    const own = await context.newPage();
    await own.goto(`${given.address}#s=takeover&seed=1`);
    await expect.poll(() => own.title(), PATIENCE).toBe('mine.jsonl.gz · Lifeline');
    // Whatever else was on its way has been answered by now: the worker answers in order.
    await own.keyboard.press('P');
    await own.locator('#packets').waitFor();
    expect(await own.title()).toBe('mine.jsonl.gz · Lifeline');
    await context.close();
  });

  test('nothing has troubled the console', () => {
    expect(troubles).toEqual([]);
  });
});
