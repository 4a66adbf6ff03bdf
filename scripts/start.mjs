// `npm start -- FLAGS`: set-up, build, and the broker in this very process, so that its signals and its exit
// code are its own.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, install, main, root, SetupError } from './setup.mjs';

const entry = join(root, 'dist', 'src', 'cli', 'main.js');

await main(async (flags) => {
  await install();
  await build('src');
  if (!existsSync(entry)) throw new SetupError(`the build has left no ${entry}`);
  process.argv = [process.execPath, entry, 'broker', ...flags];
  await import(pathToFileURL(entry).href);
});
