/** A soak that is short: the program of `npm run soak` itself, as it was built, with its processes. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { root } from '../support/source-tree.ts';

const program = join(root, 'dist/bench/soak/soak-process.js');
const TIMEOUT_MS = 60_000;

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function soak(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], (error, stdout, stderr) => {
      resolve({
        code: typeof error?.code === 'number' ? error.code : error ? -1 : 0,
        stdout,
        stderr,
      });
    });
  });
}

beforeAll(() => {
  expect(existsSync(program), 'run `npm run build` first').toBe(true);
});

describe('a short soak, with cuts and takeovers', () => {
  const sizes = ['--connections', '100', '--rate', '400', '--cuts', '40', '--takeovers', '20'];
  const bounds = ['--minutes', '0.1', '--messages', '600', '--tolerance-mb', '60'];

  test(
    'loses and doubles nothing, and leaves nothing behind',
    async () => {
      const { code, stdout, stderr } = await soak(...sizes, ...bounds, '--seed', '7', '--json');
      expect(stderr).toContain('seed: 7');
      const summary = JSON.parse(stdout);
      expect(summary).toMatchObject({ ok: true, faults: {}, firstFaults: [] });
      const { published, delivered } = summary.totals;
      for (const qos of [1, 2]) expect(delivered[qos]).toBe(published[qos] * 2);
      // It was a soak: things have happened.
      expect(published[2]).toBeGreaterThan(50);
      expect(summary.tally.cuts).toBeGreaterThan(10);
      expect(summary.tally.takeovers).toBeGreaterThan(5);
      expect(summary.after).toMatchObject({ connections: 0, sessions: 0, filters: 0, timers: 0 });
      expect(code).toBe(0);
    },
    TIMEOUT_MS,
  );

  test('more connections than files may be open are refused with what to do', async () => {
    const { code, stderr } = await soak('--connections', '100000000', '--json');
    expect(code).toBe(2);
    expect(stderr).toContain('ulimit -n');
  });

  test('an option that it does not know is told, with those that it does', async () => {
    const { code, stderr } = await soak('--conections', '3');
    expect(code).toBe(2);
    expect(stderr).toContain('--connections N');
  });
});
