// `npm start -- FLAGS`: set-up, build, and the broker in this very process, so that its signals and its exit
// code are its own.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildPage } from './page.mjs';
import { build, install, main, root } from './setup.mjs';

const entry = join(root, 'scripts', 'lifeline.mjs');

await main(async (flags) => {
  await install();
  await build('src');
  await build('sim/cli');
  await buildPage();
  process.argv = [process.execPath, entry, 'broker', ...flags];
  await import(pathToFileURL(entry).href);
});
