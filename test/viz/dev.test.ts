// `npm run dev` serves the sources, and not what a build has made of them.
import { join } from 'node:path';
import { createServer } from 'vite';
import { expect, test } from 'vitest';
import { root } from '../support/source-tree.ts';

test('the first story is there without a build', async () => {
  const server = await createServer({
    configFile: join(root, 'vite.config.ts'),
    root: join(root, 'viz'),
    logLevel: 'error',
    optimizeDeps: { noDiscovery: true, include: [] },
    server: { middlewareMode: true, ws: false },
  });
  try {
    const answer = await server.transformRequest('virtual:first-story');
    expect(answer?.code).toContain('export const story = {"name":"takeover"');
  } finally {
    await server.close();
  }
});
