import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, figureOf, type Round } from './figure.ts';
import { type Load, pause, startBroker, startPairs } from './record-load.ts';

/** Both brokers live through a round, each with its clients, and are under load in turns. */
const TURNS = ['ours', 'peer', 'peer', 'ours'] as const;
/** So often in a round. */
const TIMES = 3;
const WARM_UP_MS = 1_500;
const START_MS = 100;
const WINDOW_MS = 500;
/** A trace that has not grown for so long is written, as far as it goes: that is not for the other broker to pay. */
const QUIET_MS = 150;

const cases: readonly (readonly [name: string, load: Load])[] = [
  ['1,000 clients, QoS 0', { pairs: 500, qos: 0, window: 4, payloadBytes: 64 }],
  ['1,000 clients, QoS 1', { pairs: 500, qos: 1, window: 4, payloadBytes: 64 }],
  [
    '20 clients, QoS 0, packets by the hundred',
    { pairs: 10, qos: 0, window: 100, payloadBytes: 64 },
  ],
];

/** What recording costs a broker: messages a second with --record beside without. */
export async function run({
  rounds,
  log,
}: {
  rounds: number;
  log: (line: string) => void;
}): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-bench-'));
  const figures: Figure[] = [];
  try {
    for (const [name, load] of cases) {
      log(name);
      const measured: Round[] = [];
      for (let round = 0; round < rounds; round++) {
        measured.push(await oneRound(load, join(folder, 'trace.jsonl')));
      }
      const facts = { bench: 'record', case: name, peerName: 'not recorded', unit: 'messages/s' };
      figures.push(figureOf(facts, measured));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return figures;
}

async function oneRound(load: Load, file: string): Promise<Round> {
  const sides = { ours: await startSide(load, file), peer: await startSide(load) };
  const rates = { ours: 0, peer: 0 };
  for (const side of [sides.ours, sides.peer]) {
    side.pairs.go();
    await pause(WARM_UP_MS);
    side.pairs.rest();
    await written(file);
  }
  for (let turn = 0; turn < TIMES * TURNS.length; turn++) {
    const side = TURNS[turn % TURNS.length] as (typeof TURNS)[number];
    const { pairs } = sides[side];
    pairs.go();
    await pause(START_MS);
    rates[side] += (await pairs.rate(WINDOW_MS)) / (2 * TIMES);
    pairs.rest();
    await written(file);
  }
  for (const { pairs, broker } of [sides.ours, sides.peer]) {
    pairs.end();
    await broker.close();
  }
  rmSync(file);
  return rates;
}

async function startSide(load: Load, file?: string) {
  const broker = await startBroker(file);
  return { broker, pairs: await startPairs(broker.port, load) };
}

async function written(file: string): Promise<void> {
  for (let size = -1; size !== statSync(file).size; ) {
    ({ size } = statSync(file));
    await pause(QUIET_MS);
  }
}
