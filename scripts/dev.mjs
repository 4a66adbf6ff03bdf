// `npm run dev`: set-up, and the visualizer on 127.0.0.1. Flags: --port 5200, --open.
import { join } from 'node:path';
import { install, main, note, root } from './setup.mjs';

await main(async (flags) => {
  await install();
  const { createServer } = await import('vite');
  const port = flags.includes('--port') ? Number(flags[flags.indexOf('--port') + 1]) : undefined;
  const server = await createServer({
    configFile: join(root, 'vite.config.ts'),
    root: join(root, 'viz'),
    server: { host: '127.0.0.1', port, open: flags.includes('--open'), fs: { allow: [root] } },
  });
  await server.listen();
  note(`the visualizer is at ${server.resolvedUrls.local[0]}`);
});
