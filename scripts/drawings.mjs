// `npm run drawings`: draws the charts, from their definitions, into ARCHITECTURE.md at the places marked for them.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, install, main, note, root } from './setup.mjs';

await main(async () => {
  await install();
  await build('sim');
  const built = join(root, 'dist', 'sim', 'render', 'chart', 'page.js');
  const { drawnPage, drawnCharts } = await import(pathToFileURL(built).href);
  const path = join(root, 'ARCHITECTURE.md');
  const page = readFileSync(path, 'utf8');
  const drawn = drawnPage(page);
  if (drawn !== page) writeFileSync(path, drawn);
  const change = drawn === page ? 'are up to date' : 'have been drawn';
  note(`ARCHITECTURE.md: ${drawnCharts(page).join(', ')} ${change}`);
});
