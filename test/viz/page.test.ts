/** The page as it is built, in a real browser: what a person sees who opens it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type PreviewServer, preview } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandPath, hasCommand, needs } from '../support/debian.ts';
import { root } from '../support/source-tree.ts';
import { BrowserPage } from './browser.ts';

const PATIENCE = { timeout: 10_000 };

describe.skipIf(!hasCommand('chromium'))(`the page ${needs('chromium')}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-page-'));
  let server: PreviewServer;
  let page: BrowserPage;
  let address: string;
  /** Of the takeover: its records, and the one that takes over. */
  let count: number;
  let start: number;

  beforeAll(async () => {
    const config = { configFile: join(root, 'vite.config.ts'), root: join(root, 'viz') };
    const quiet = { ...config, logLevel: 'error' as const, build: { outDir: folder } };
    await build({ ...quiet, build: { outDir: folder, emptyOutDir: true } });
    server = await preview({ ...quiet, preview: { host: '127.0.0.1', port: 41_883 } });
    address = server.resolvedUrls?.local[0] ?? '';
    page = await BrowserPage.open(commandPath('chromium') ?? 'chromium');
    await page.send('Page.navigate', { url: address });
  }, 60_000);

  afterAll(async () => {
    await page?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const text = (id: string) => page.value(`document.getElementById('${id}')?.textContent ?? ''`);
  const sees = (id: string) => expect.poll(() => text(id), PATIENCE);

  test('opens on the takeover, at the record that takes over', async () => {
    await sees('title').toBe('A client comes back before the broker has noticed that it was gone.');
    await sees('now').toContain('CONNECT of "sensor" (c1.2) reaches the broker');
    await sees('details').toContain('another connection has claimed its session');
    await sees('details').toContain('v5 MQTT-3.1.4-3');
    [start = 0, count = 0] = ((await text('where')) as string).split(/\D+/).map(Number);
    expect(start).toBeGreaterThan(0);
    expect(await text('ladder')).toContain('DISCONNECT 0x8E Session taken over');
    expect(await text('ledger')).toContain('session 1 of "sensor"');
    const active = `document.querySelector('#chart .active')?.getAttribute('data-state')`;
    await expect.poll(() => page.value(active), PATIENCE).toBe('online');
  });

  test('steps with the arrows, in all panes at once, and the address follows', async () => {
    await page.press('End');
    await sees('where').toContain(`${count} / ${count}`);
    await sees('chart-of').toContain('session 1 of "sensor": offline.expiring');
    await sees('ledger').toContain('sessionExpiryInterval of session 1');
    await page.press('ArrowLeft');
    await sees('where').toContain(`${count - 1} / ${count}`);
    const hash = () => page.value('location.hash');
    await expect.poll(hash, PATIENCE).toBe(`#s=takeover&seed=1&at=${count - 1}`);
    await page.press('Home');
    await sees('now').toContain('Nothing has happened yet.');
  });

  test('a click on an event goes there', async () => {
    const event = `[...document.querySelectorAll('#ladder .takeover[data-id]')][0]`;
    await page.value(`${event}.dispatchEvent(new MouseEvent('click', { bubbles: true }))`);
    await sees('where').toContain(`${start} / ${count}`);
  });

  test('shows where a damaged file is damaged, and what was open stays', async () => {
    await page.value(`(() => {
      const data = new DataTransfer();
      data.items.add(new File(['{"lifeline":"trace"}\\n'], 'day.jsonl'));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
    })()`);
    await sees('error').toContain('day.jsonl: line 1: ');
    expect(await text('where')).toContain(`${start} / ${count}`);
  });

  test('every scenario opens', async () => {
    const names = await page.value(
      `[...document.getElementById('scenario').options].map((o) => o.value).filter(Boolean)`,
    );
    expect((names as string[]).length).toBeGreaterThan(30);
    for (const name of names as string[]) {
      await page.value(`location.hash = '#s=${name}&seed=2&at=5'`);
      await expect.poll(() => page.value('document.title'), PATIENCE).toBe(`${name} · Lifeline`);
      await sees('where').toMatch(/^5 \/ \d+ · /);
    }
  });

  test('has asked nothing of anybody else, and its policy has refused nothing', () => {
    expect(page.troubles).toEqual([]);
    const others = page.requests.filter((url) => !url.startsWith(address) && url !== 'about:blank');
    expect(others.filter((url) => !url.startsWith('data:'))).toEqual([]);
  });
});
