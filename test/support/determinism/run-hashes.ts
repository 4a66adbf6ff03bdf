/**
 * The program that every platform runs: all scenarios under a few seeds, a CRC-32 for each line of their traces. It
 * has nothing of Node and nothing of the browser but the place where it puts what it has found.
 */
import { crc32 } from '../../../machines/trace/crc32.ts';
import { scenarios } from '../../../sim/scenarios/index.ts';
import { simulate } from '../../../sim/simulate.ts';

const SEEDS = ['1', '2', 'a word'];

/** By scenario and seed, a hash of every line. */
type RunHashes = Record<string, number[]>;

function hashLine(line: string): number {
  const codes = new Uint8Array(line.length * 2);
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i);
    codes[2 * i] = code & 0xff;
    codes[2 * i + 1] = code >> 8;
  }
  return crc32(codes);
}

function runAll(): RunHashes {
  const runs: RunHashes = {};
  for (const scenario of scenarios) {
    for (const seed of SEEDS) {
      const hashes: number[] = [];
      simulate(scenario, seed, (line) => hashes.push(hashLine(line)));
      runs[`${scenario.name}, seed ${seed}`] = hashes;
    }
  }
  return runs;
}

const world = globalThis as {
  document?: { body: { textContent: string } };
  console?: { log: (line: string) => void };
};
const report = JSON.stringify(runAll());
if (world.document === undefined) world.console?.log(report);
else world.document.body.textContent = report;
