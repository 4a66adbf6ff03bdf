/** The page beside a running broker, in a real browser: who comes in the middle sees what there is, and what happens. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBroker, type LifelineBroker } from '../../src/index.ts';
import { hasCommand, needs } from '../support/debian.ts';
import { root } from '../support/source-tree.ts';
import { launchBrowser, openPage, type Watched } from './browser.ts';

const PATIENCE = { timeout: 10_000 };

describe.skipIf(!hasCommand('chromium'))(`the live page ${needs('chromium')}`, () => {
  let broker: LifelineBroker;
  let url: string;
  let browser: Browser;
  let watched: Watched;
  let page: Page;
  const clients: MqttClient[] = [];

  const connect = async (clientId: string, more: IClientOptions = {}) => {
    const options = { protocolVersion: 5, reconnectPeriod: 0, clientId, keepalive: 30 } as const;
    const client = await connectAsync(url, { ...options, ...more });
    client.on('error', () => undefined);
    clients.push(client);
    return client;
  };
  const text = async (id: string) => (await page.textContent(`#${id}`)) ?? '';
  const sees = (id: string) => expect.poll(() => text(id), PATIENCE);
  /** The record at the cursor, and how many there are. */
  const where = async () => (await text('where')).split(/\D+/).map(Number).slice(0, 2);
  const session = { clean: false, properties: { sessionExpiryInterval: 300 } };
  const will = { topic: 'gone', payload: Buffer.from('x'), qos: 1, retain: false } as const;

  beforeAll(async () => {
    execFileSync(process.execPath, [join(root, 'scripts', 'page.mjs')], { stdio: 'ignore' });
    broker = createBroker({ port: 0, pagePort: 0 });
    const [listener] = await broker.listen();
    url = listener?.url ?? '';
    await connect('sensor', { ...session, will });
    browser = await launchBrowser();
    // As people type it: the page finds its broker by itself.
    watched = await openPage(browser, new URL('/', broker.pageUrl ?? '').href);
    page = watched.page;
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    for (const client of clients) client.end(true);
    await broker?.close({ timeoutSeconds: 1 });
  });

  test('begins with what the broker holds', async () => {
    await sees('now').toContain('The trace begins here: the broker already has 1 connection');
    await sees('ledger').toContain('session 1 of "sensor"');
    await sees('live-says').toContain('Live: 1 connection, 1 session, ');
    await expect.poll(() => page.evaluate(() => location.hash), PATIENCE).toBe('#live');
  });

  test('shows a takeover and a will as they happen, and follows', async () => {
    await connect('sensor', session);
    await sees('ledger').toContain('connection 2 of "sensor"');
    await sees('status').toMatch(/record (\d+) of \1/);
    const [at, count] = await where();
    expect(at).toBe(count);
    expect(at).toBeGreaterThan(2);
    await page.keyboard.press('ArrowLeft');
    await sees('details').toContain('another connection has claimed its session');
  });

  test('leaves who looks back where they are, until they follow again', async () => {
    const [at = 0, count = 0] = await where();
    expect(at).toBeLessThan(count);
    const other = await connect('other');
    await expect.poll(async () => (await where())[1], PATIENCE).toBeGreaterThan(count + 1);
    expect((await where())[0]).toBe(at);
    await page.keyboard.press('f');
    await expect.poll(async () => ((await where())[0] ?? 0) > at, PATIENCE).toBe(true);
    await other.publishAsync('a', 'b', { qos: 1 });
    await sees('now').toContain('"other"');
    const [now, last] = await where();
    expect(now).toBe(last);
  });

  test('says when the broker has stopped, keeps what has come, and comes back with it', async () => {
    // What it fetches ahead comes from the broker too.
    await page.locator('html[data-has="all"]').waitFor();
    const { port } = new URL(broker.pageUrl ?? '');
    await broker.close({ timeoutSeconds: 1 });
    await sees('live-says').toContain('No word from the broker');
    await sees('ledger').toContain('session 1 of "sensor"offline.expiring');
    expect((await where())[1]).toBeGreaterThan(5);
    broker = createBroker({ port: 0, pagePort: Number(port) });
    const [listener] = await broker.listen();
    url = listener?.url ?? '';
    await connect('after');
    await sees('ledger').toContain('session 1 of "after"');
    await sees('live-says').toContain('Live: 1 connection, ');
  });

  test('looks at the first client that comes', async () => {
    const empty = createBroker({ port: 0, pagePort: 0 });
    const [listener] = await empty.listen();
    const { page: other } = await openPage(browser, new URL('/', empty.pageUrl ?? '').href);
    await other.getByText('No client has come yet.').waitFor();
    const client = await connectAsync(listener?.url ?? '', { clientId: 'first' });
    await expect.poll(() => other.inputValue('#client'), PATIENCE).toBe('first');
    await other.context().close();
    client.end(true);
    await empty.close({ timeoutSeconds: 1 });
  });

  test('is no longer live when something else is opened', async () => {
    await page.selectOption('#scenario', 'takeover');
    await sees('title').toContain('A client comes back');
    await expect.poll(() => page.locator('#live').count(), PATIENCE).toBe(0);
  });

  test('its policy has refused nothing', () => {
    const expected = /WebSocket connection to|ERR_CONNECTION_REFUSED/;
    expect(watched.troubles.filter((trouble) => !expected.test(trouble))).toEqual([]);
  });
});
