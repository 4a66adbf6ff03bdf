// The layouts of the charts' pictures: computed by ELK from the definitions, and written as data into
// sim/render/chart/layout/. Part of `npm run drawings`; nothing else in the project needs ELK.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, runTool, SetupError, tools } from './setup.mjs';

const folder = join(root, 'sim', 'render', 'chart', 'layout');

/** Writes the layouts, and resolves to the names of the files that have changed. */
export async function writeLayouts() {
  const { machines } = await built('machines/charts/index.js');
  const { planOf } = await built('sim/render/chart/svg-plan.js');
  const { layOut } = await built('sim/render/chart/layout-elk.js');
  const before = new Map();
  const write = (fileName, text) => {
    const path = join(folder, fileName);
    before.set(path, existsSync(path) ? readFileSync(path, 'utf8') : '');
    writeFileSync(path, text);
  };
  mkdirSync(folder, { recursive: true });
  for (const [name, machine] of Object.entries(machines)) {
    write(`${name}.ts`, moduleOf(name, await layoutBy(layOut(planOf(machine)))));
  }
  write('index.ts', indexOf(Object.keys(machines).sort()));
  // As the checks want it, so that a layout is the same whoever wrote it.
  const { code, output } = await runTool(tools.biome, ['format', '--write', folder]);
  if (code !== 0) throw new SetupError(`the layouts cannot be formatted:\n${output}`);
  const isChanged = ([path, text]) => readFileSync(path, 'utf8') !== text;
  return [...before].filter(isChanged).map(([path]) => basename(path, '.ts'));
}

/** Runs the generator of sim/render/chart/layout-elk.ts: each graph that it asks for goes through ELK. */
export async function layoutBy(asking) {
  const { default: Elk } = await import('elkjs');
  const elk = new Elk();
  let step = asking.next();
  while (!step.done) step = asking.next(await elk.layout(step.value));
  return step.value;
}

function moduleOf(name, layout) {
  return `// Made by \`npm run drawings\` from the ${name} chart: nobody edits it.
import type { ChartLayout } from '../layout.ts';

export const ${name}Layout: ChartLayout = ${JSON.stringify(layout)};
`;
}

/** A new chart has no layout at first, and has to be built before it can get one: hence `Partial`. */
function indexOf(names) {
  const imports = names.map((name) => `import { ${name}Layout } from './${name}.ts';`);
  const entries = names.map((name) => `  ${name}: ${name}Layout,`);
  return `// Made by \`npm run drawings\`.
import type { ChartName } from '../../../../machines/charts/index.ts';
import type { ChartLayout } from '../layout.ts';
${imports.join('\n')}

export const layouts: Readonly<Partial<Record<ChartName, ChartLayout>>> = {
${entries.join('\n')}
};
`;
}

async function built(path) {
  return import(pathToFileURL(join(root, 'dist', path)).href);
}
