// `lifeline broker | head -1`: whoever read the log has gone, and the broker ends all the same when it is told to.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../support/source-tree.ts';

it('ends when it is told to, although nobody reads its log any more', async () => {
  const flags = ['broker', '--port', '0', '--no-page', '--sys-interval-seconds', '0'];
  const child = spawn(process.execPath, [join(root, 'scripts/lifeline.mjs'), ...flags]);
  try {
    await once(child.stdout, 'data');
    child.stdout.destroy();
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
  }
});
