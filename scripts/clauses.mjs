// `npm run clauses`: every normative statement of MQTT with what keeps it and the test that would fail without, and how
// many there are of each kind.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build, install, main, root, SetupError } from './setup.mjs';

const HELP = `npm run clauses              a table of all clauses, and the counts
npm run clauses -- --missing   only those that are not accounted for
npm run clauses -- --json      one JSON object a line, with summaries and all tests
`;

function readArguments(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        json: { type: 'boolean', default: false },
        missing: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return values;
  } catch (error) {
    throw new SetupError(`${error.message}\n${HELP.trimEnd()}`);
  }
}

await main(async (args) => {
  const options = readArguments(args);
  if (options.help) return process.stdout.write(HELP);
  await install();
  await build('test');
  const built = join(root, 'dist', 'test', 'clauses', 'accounts', 'table.js');
  const { tableOf } = await import(pathToFileURL(built).href);
  process.stdout.write(`${tableOf(root, options).join('\n')}\n`);
});
