// `npm run fuzz`: set-up, build, and a broker that is sent random and mutated packets until something is wrong with
// how it answers. What is done is told by a seed, so whatever is found can be seen again.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build, install, main, root, SetupError } from './setup.mjs';

const HELP = `usage: npm run fuzz -- [--inputs N] [--seed SEED] [--episode N]

  --inputs N   inputs to send: packets good and bad, connections opened and cut, time that passes (default 1000000)
  --seed SEED  the same seed does the same (default: another every time)
  --episode N  only that episode of the seed, as a failure names it
  --help       this text
`;
const DEFAULT_INPUTS = '1000000';
const PROGRESS_MS = 2_000;

class UsageError extends SetupError {}

function readArguments(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        inputs: { type: 'string', default: DEFAULT_INPUTS },
        seed: { type: 'string', default: String(Date.now()) },
        episode: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const { help, seed } = values;
    const inputs = readInteger('--inputs', values.inputs, 1);
    const episode =
      values.episode === undefined ? undefined : readInteger('--episode', values.episode, 0);
    return { help, seed, inputs, episode };
  } catch (error) {
    throw new UsageError(`${error.message}\n${HELP}`);
  }
}

function readInteger(flag, text, least) {
  if (!/^\d{1,15}$/.test(text) || Number(text) < least) {
    throw new Error(`${flag} takes a whole number from ${least}`);
  }
  return Number(text);
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function count(number) {
  return Math.round(number).toLocaleString('en-US');
}

function printCounts(sightings) {
  const all = [...sightings.all].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [situation, times] of all) console.log(`${count(times).padStart(12)}  ${situation}`);
}

async function fuzzFor({ seed, inputs, episode }) {
  const { fuzz } = await import(pathToFileURL(join(root, 'dist/test/fuzz/fuzzer.js')).href);
  const startedAt = performance.now();
  let toldAt = startedAt;
  const rate = (done, now) => `${count(done / ((now - startedAt) / 1000))} inputs/s`;
  const onProgress = (done) => {
    const now = performance.now();
    if (now - toldAt < PROGRESS_MS) return;
    toldAt = now;
    say(`${count(done)} of ${count(inputs)} inputs, ${rate(done, now)}`);
  };
  say(`seed ${seed}`);
  const result = fuzz({ seed, inputs, episode, onProgress });
  printCounts(result.sightings);
  const end = rate(result.inputs, performance.now());
  console.log(
    `${count(result.inputs)} inputs in ${count(result.episodes)} episodes, ${end}: nothing found`,
  );
}

await main(async (args) => {
  try {
    const options = readArguments(args);
    if (options.help) return console.log(HELP.trimEnd());
    await install();
    await build('test');
    await fuzzFor(options);
  } catch (error) {
    if (error instanceof UsageError) {
      say(`lifeline: ${error.message}`);
      process.exitCode = 2;
      return;
    }
    if (error instanceof SetupError) throw error;
    say(error.message);
    process.exitCode = 1;
  }
});
