/** Where results go: a pipe that is read slowly, a disk that is full. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { lifeline } from './command.ts';
import { folder, removeFolder, takeover, whole } from './traces.ts';

afterAll(removeFolder);

/** A disk that is always full. */
const FULL = '/dev/full';

const TO_FILE = {
  render: (out: string) => ['render', whole, '--to', 'svg', '--out', out],
  chart: (out: string) => ['chart', 'session', '--out', out],
  simulate: (out: string) => ['simulate', 'takeover', '--out', out],
};

describe.each(Object.entries(TO_FILE))('lifeline %s', (name, command) => {
  // A plain write to the descriptor of a pipe fails with EAGAIN once the pipe is full.
  test('writes to standard output as to a stream, and the same as to a file', async () => {
    const file = join(folder, `${name}.out`);
    expect((await lifeline(...command(file))).code).toBe(0);
    const { code, out } = await lifeline(...command('-'));
    expect(code).toBe(0);
    expect(out).toBe(readFileSync(file, 'utf8'));
    if (name === 'simulate') expect(out).toBe(`${takeover.join('\n')}\n`);
  });

  test.skipIf(!existsSync(FULL))('says that the disk is full', async () => {
    const { code, err } = await lifeline(...command(FULL));
    expect(err).toMatch(/--out has to be a file that can be written: ENOSPC/);
    expect(code).toBe(2);
  });
});
