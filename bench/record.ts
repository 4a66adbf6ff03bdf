import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, figureOf, type Round } from './figure.ts';
import { type Load, startBroker, throughput } from './record-load.ts';

const ROUND_MS = 2_000;

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
        const file = join(folder, 'trace.jsonl');
        const [ours, peer] = await inTurns(
          round,
          () => once(load, file),
          () => once(load),
        );
        measured.push({ ours, peer });
        rmSync(file, { force: true });
      }
      const facts = { bench: 'record', case: name, peerName: 'not recorded', unit: 'messages/s' };
      figures.push(figureOf(facts, measured));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return figures;
}

/** Who goes first changes from round to round: the second finds another machine than the first. */
async function inTurns<Value>(
  round: number,
  ours: () => Promise<Value>,
  peer: () => Promise<Value>,
): Promise<[Value, Value]> {
  if (round % 2 === 0) return [await ours(), await peer()];
  const second = await peer();
  return [await ours(), second];
}

async function once(load: Load, file?: string): Promise<number> {
  const broker = await startBroker(file);
  const rate = await throughput(broker.port, load, ROUND_MS);
  await broker.close();
  return rate;
}
