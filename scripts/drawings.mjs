// `npm run drawings`: draws the charts, from their definitions, into ARCHITECTURE.md at the places marked for them, and
// lays out their pictures.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeLayouts } from './layout.mjs';
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
  const layouts = await writeLayouts();
  note(`layouts: ${layouts.length === 0 ? 'all are up to date' : layouts.join(', ')}`);
  note(`ARCHITECTURE.md: ${drawnCharts(page).join(', ')} ${change}`);
});
