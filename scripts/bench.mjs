// `npm run bench -- NAME`: set-up, build, and one measurement. A bench is a file in bench/ that exports
// run({ rounds, log }) and returns its figures; each figure is ours beside a peer's, from one and the same run.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build, install, main, root, SetupError } from './setup.mjs';

const HELP = `usage: npm run bench -- [NAME] [--json] [--rounds N]

  NAME        the bench to run; without it, the benches are listed
  --json      one line of JSON per figure on stdout, and nothing else there
  --rounds N  how often each case is measured (default 5)
  --help      this text
`;
const DEFAULT_ROUNDS = '5';
const RUN = /^export (async function|function|const) run\b/m;
const COLUMNS = [
  ['bench', (figure) => figure.bench],
  ['case', (figure) => figure.case],
  ['ours', (figure) => formatNumber(figure.ours)],
  ['peer', (figure) => formatNumber(figure.peer)],
  ['unit', (figure) => figure.unit],
  ['ratio', (figure) => formatNumber(figure.ratio)],
  ['spread', (figure) => `${Math.round(figure.spread * 100)} %`],
  ['rounds', (figure) => String(figure.rounds)],
  ['beside', (figure) => figure.peerName],
];
const NUMERIC = new Set(['ours', 'peer', 'ratio', 'spread', 'rounds']);

/** A bench is known by what it exports, so that helpers may stand beside the benches. */
function listBenches() {
  const folder = join(root, 'bench');
  const benches = [];
  for (const file of existsSync(folder) ? readdirSync(folder).sort() : []) {
    if (!file.endsWith('.ts')) continue;
    const source = readFileSync(join(folder, file), 'utf8');
    if (!RUN.test(source)) continue;
    const about = describe(source.split('\n'));
    benches.push({ name: file.slice(0, -'.ts'.length), about });
  }
  return benches;
}

/** The first line of the comment above `run`, or else of the file's own. */
function describe(lines) {
  const runAt = lines.findIndex((line) => RUN.test(line));
  const above = lines[runAt - 1]?.endsWith('*/')
    ? lines.slice(0, runAt).findLastIndex((line) => line.startsWith('/**'))
    : 0;
  // A doc comment's first line may be `/**` alone.
  const comment = lines[above] === '/**' ? `/** ${lines[above + 1]}` : lines[above];
  return /^(?:\/\/|\/\*\*)[\s*]*(.*?)(?:\s*\*\/.*|\s*)$/.exec(comment)?.[1] ?? '';
}

function printList(benches) {
  console.log(benches.length > 0 ? 'benches:' : 'there are no benches yet');
  const width = Math.max(0, ...benches.map(({ name }) => name.length));
  for (const { name, about } of benches) console.log(`  ${name.padEnd(width)}  ${about}`);
}

function formatNumber(value) {
  if (typeof value !== 'number') return value === undefined ? '–' : String(value);
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-US');
  return Number(value.toPrecision(3)).toString();
}

function printTable(figures) {
  const rows = [COLUMNS.map(([title]) => title)];
  for (const figure of figures) rows.push(COLUMNS.map(([, cell]) => cell(figure)));
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      NUMERIC.has(COLUMNS[column][0]) ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
    );
    console.log(cells.join('  ').trimEnd());
  }
}

class UsageError extends SetupError {}

function readArguments(args) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        rounds: { type: 'string', default: DEFAULT_ROUNDS },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (positionals.length > 1) throw new Error('one NAME at a time');
    const rounds = Number(values.rounds);
    if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a number from 1');
    return { ...values, rounds, name: positionals[0] };
  } catch (error) {
    throw new UsageError(`${error.message}\n${HELP}`);
  }
}

async function bench(args) {
  const options = readArguments(args);
  if (options.help) return console.log(HELP.trimEnd());
  const benches = listBenches();
  if (options.name === undefined) return printList(benches);
  if (!benches.some(({ name }) => name === options.name)) {
    const names = benches.map(({ name }) => name).join(', ') || 'none yet';
    throw new UsageError(`there is no bench "${options.name}"; there are: ${names}`);
  }
  await install();
  await build('bench');
  const built = join(root, 'dist', 'bench', `${options.name}.js`);
  const { run } = await import(pathToFileURL(built).href);
  const log = (line) => process.stderr.write(`${line}\n`);
  const figures = await run({ rounds: options.rounds, log });
  if (!options.json) return printTable(figures);
  for (const figure of figures) console.log(JSON.stringify(figure));
}

await main(async (args) => {
  try {
    await bench(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`lifeline: ${error.message}\n`);
    process.exitCode = 2;
  }
});
// Node's own clean-up has once waited for ever for sockets of a load that was still connecting.
process.exit();
