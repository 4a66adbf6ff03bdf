/** `lifeline view`, `lifeline report`, and the page beside `lifeline broker`, as a person at a terminal sees them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it, onTestFinished, test } from 'vitest';
import { simulated } from '../trace/support.ts';

const LIFELINE = fileURLToPath(new URL('../../scripts/lifeline.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lifeline-view-'));
const trace = simulated('takeover');
const file = join(folder, 'takeover.jsonl');
writeFileSync(file, trace);
afterAll(() => rmSync(folder, { recursive: true }));

function start(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [LIFELINE, ...args], { cwd: folder });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function ended(child: ChildProcess): Promise<Ended> {
  const said = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    said.out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    said.err += text;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...said })));
}

/** The first address that it prints. */
function address(child: ChildProcess): Promise<URL> {
  return new Promise((resolve, reject) => {
    createInterface(child.stdout as NodeJS.ReadableStream).on('line', (line) => {
      const [url] = /http:\/\/\S+/.exec(line) ?? [];
      if (url !== undefined) resolve(new URL(url));
    });
    child.once('close', () => reject(new Error('it has ended')));
  });
}

describe('lifeline view', () => {
  async function viewed(path: string, ...flags: string[]): Promise<{ url: URL; text: string }> {
    const child = start('view', path, '--no-open', ...flags);
    const url = await address(child);
    const text = await (await fetch(new URL('/trace', url))).text();
    child.kill('SIGINT');
    expect((await ended(child)).code).toBe(0);
    return { url, text };
  }

  it('serves the page with the trace beside it, on this machine alone, and ends with ctrl-C', async () => {
    const child = start('view', file, '--no-open');
    const url = await address(child);
    expect(url.hostname).toBe('127.0.0.1');
    expect(url.hash).toBe('#trace=takeover.jsonl');
    const page = await fetch(url);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await page.text()).toContain('<title>Lifeline</title>');
    for (let time = 0; time < 2; time++) {
      expect(await (await fetch(new URL('/trace', url))).text()).toBe(trace);
    }
    child.kill('SIGINT');
    expect((await ended(child)).code).toBe(0);
  });

  it('takes what is packed, the folder of a recording, and a part', async () => {
    const packed = join(folder, 'takeover.jsonl.gz');
    writeFileSync(packed, gzipSync(trace));
    expect((await viewed(packed)).text).toBe(trace);
    const lines = trace.trimEnd().split('\n');
    const parts = join(folder, 'recording');
    mkdirSync(parts, { recursive: true });
    writeFileSync(join(parts, 'trace-000001.jsonl'), `${lines.slice(0, 11).join('\n')}\n`);
    const t = JSON.parse(lines[10] as string).t;
    const header = { ...JSON.parse(lines[0] as string), continues: { part: 2, n: 10, t } };
    const rest = [JSON.stringify(header), ...lines.slice(11)].join('\n');
    writeFileSync(join(parts, 'trace-000002.jsonl'), `${rest}\n`);
    const whole = await viewed(parts);
    expect(whole.url.hash).toBe('#trace=recording');
    expect(whole.text.trimEnd().split('\n')).toHaveLength(lines.length + 1);
    const part = await viewed(file, '--from', '20', '--up-to', '24');
    expect(part.text.trimEnd().split('\n')).toHaveLength(1 + 1 + 5);
  });

  test.each([
    ['none.jsonl', undefined, 'there is no file or folder none.jsonl'],
    ['foreign.jsonl', 'hello\n', /foreign.jsonl: line 1: this is not a lifeline trace/],
    ['empty.jsonl', '', 'empty.jsonl: empty: a trace begins with a header'],
    [
      'damaged.jsonl',
      trace.replace('{"n":4,', '{"n":7,'),
      /damaged.jsonl: line 5: record 7 follows/,
    ],
  ])('says what is wrong with %s before anybody looks at it', async (name, text, said) => {
    if (text !== undefined) writeFileSync(join(folder, name), text);
    const { code, err, out } = await ended(start('view', name, '--no-open'));
    expect(code).toBe(2);
    expect(err).toMatch(said);
    expect(out).toBe('');
  });
});

describe('lifeline report', () => {
  it('writes one file with the page and the trace in it, and nothing to be fetched', async () => {
    const { code, out } = await ended(start('report', file, '--html', 'takeover.html'));
    expect(code).toBe(0);
    expect(out).toMatch(/^takeover.html: \d+ records, 0\.\d MB\n$/);
    const html = readFileSync(join(folder, 'takeover.html'), 'utf8');
    const [, name, packed] =
      /<script type="application\/gzip" id="trace" data-name="([^"]*)">([\w+/=]*)<\/script>/.exec(
        html,
      ) ?? [];
    expect(name).toBe('takeover.jsonl');
    expect(gunzipSync(Buffer.from(packed ?? '', 'base64')).toString()).toBe(trace);
    expect(html).toMatch(/content="default-src 'none'; script-src 'sha256-/);
    expect(html).not.toMatch(/<(?:script|link|img|iframe)[^>]*(?:src|href)="(?!data:)/);
  });

  it('cannot be made to say anything else by the name of a file', async () => {
    const name = '"><script>alert(1)<!--.jsonl';
    writeFileSync(join(folder, name), trace);
    const { code } = await ended(start('report', name, '--html', 'named.html'));
    expect(code).toBe(0);
    const html = readFileSync(join(folder, 'named.html'), 'utf8');
    expect(html).toContain('data-name="&quot;&gt;&lt;script&gt;alert(1)&lt;!--.jsonl"');
    expect(html).not.toContain('<script>alert(1)');
  });

  it('takes a part, and refuses what is too large with what to do', async () => {
    const part = ['--from', '20', '--up-to', '24', '--html', 'part.html'];
    expect((await ended(start('report', file, ...part))).out).toMatch(/^part.html: 6 records/);
    const [header = '', ...records] = trace.trimEnd().split('\n');
    const note = (n: number, t: number, detail: string) =>
      JSON.stringify({ n, t, note: { actor: 'client a', kind: 'does', detail } });
    const { n, t } = JSON.parse(records.at(-1) as string) as { n: number; t: number };
    const padding = Array.from({ length: 70 }, (_, i) => note(n + 1 + i, t, 'x'.repeat(1_000_000)));
    writeFileSync(join(folder, 'large.jsonl'), [header, ...records, ...padding, ''].join('\n'));
    const { code, err } = await ended(start('report', 'large.jsonl', '--html', 'large.html'));
    expect(code).toBe(2);
    expect(err).toMatch(
      /large.jsonl has 70.\d MB, and a report takes 67.1 MB: give a part of it with --from and --up-to/,
    );
  });

  it('says when it cannot be written', async () => {
    const { code, err } = await ended(start('report', file, '--html', 'nowhere/x.html'));
    expect(code).toBe(2);
    expect(err).toMatch(/--html has to be a file that can be written/);
  });
});

describe('lifeline broker', () => {
  it('prints where its page is, in words and in JSON', async () => {
    const child = start('broker', '--port', '0', '--page-port', '0', '--log-format', 'json');
    const lines: Record<string, unknown>[] = [];
    const url = await new Promise<string>((resolve) => {
      createInterface(child.stdout as NodeJS.ReadableStream).on('line', (line) => {
        lines.push(JSON.parse(line));
        const { msg, url } = lines.at(-1) ?? {};
        if (msg === 'visualizer') resolve(String(url));
      });
    });
    expect(lines[0]).toMatchObject({ msg: 'listening' });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#live$/);
    expect(await (await fetch(url)).text()).toContain('<title>Lifeline</title>');
    child.kill('SIGTERM');
    expect((await ended(child)).code).toBe(0);
  });

  it('has none with --no-page', async () => {
    const child = start('broker', '--port', '0', '--no-page');
    const { out } = await new Promise<Ended>((resolve) => {
      ended(child).then(resolve);
      child.stdout?.once('data', () => child.kill('SIGTERM'));
    });
    expect(out).toContain('listening');
    expect(out).not.toContain('visualizer');
  });
});
