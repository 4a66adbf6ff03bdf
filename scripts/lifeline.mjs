#!/usr/bin/env node
// The command `lifeline`, as built: the broker's commands and the simulator's, which do not know each other.
import { existsSync } from 'node:fs';

const setup = new URL('./setup.mjs', import.meta.url);
const built = new URL('../dist/src/cli/main.js', import.meta.url);
// In a clone nothing may have been built yet; in an installed package there is no set-up, and everything has.
if (!existsSync(built) && existsSync(setup)) {
  const { build, install } = await import(setup.href);
  await install();
  await build('src');
  await build('sim/cli');
  const { buildPage } = await import('./page.mjs');
  await buildPage();
}
const { lifeline } = await import('../dist/src/cli/main.js');
const { serveTrace, readReportPage } = await import('../dist/src/page/serve-trace.js');
const { registerSimulator } = await import('../dist/sim/cli/commands.js');
const { registerPage } = await import('../dist/sim/cli/page-commands.js');

await lifeline((program) => {
  registerSimulator(program);
  registerPage(program, { serve: serveTrace, readReportPage });
});
