import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, figureOf, type Round } from './figure.ts';
import { type Load, startBroker, throughput } from './record-load.ts';

const WINDOW_MS = 2_000;
/** Broker after broker in a round. One process differs from the next by far more than recording costs. */
const TURNS = ['ours', 'peer', 'peer', 'ours'] as const;

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
  const rates = { ours: 0, peer: 0 };
  for (const side of TURNS) {
    rates[side] += (await once(load, side === 'ours' ? file : undefined)) / 2;
    rmSync(file, { force: true });
  }
  return rates;
}

async function once(load: Load, file?: string): Promise<number> {
  const broker = await startBroker(file);
  const rate = await throughput(broker.port, load, WINDOW_MS);
  await broker.close();
  return rate;
}
