// `npm run soak`: set-up, build, and thousands of connections for minutes (bench/soak/).
import { build, install, main } from './setup.mjs';

await main(async () => {
  await install();
  await build('bench');
  // It reads our arguments itself.
  await import('../dist/bench/soak/soak-process.js');
});
