import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { readBlocks } from '../sim/cli/read-trace.ts';
import { Replay } from '../sim/replay/replay.ts';
import { type Figure, figureOf, type Round } from './figure.ts';
import { pause, rawClient, startBroker, subscribe, throughput } from './record-load.ts';

const REQUIRED = 200_000;
const LOAD_MS = 4_000;
const MQTT_JS_CLIENTS = 40;
const PAIRS = 480;

/** A trace of a broker under load (1,000 clients, takeovers, cuts, all QoS), replayed: every effect has to be equal. */
export async function run({
  rounds,
  log,
}: {
  rounds: number;
  log: (line: string) => void;
}): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-bench-'));
  const file = join(folder, 'trace.jsonl');
  try {
    await record(file);
    log(`recorded ${Math.round(statSync(file).size / 1_048_576)} MiB`);
    const measured: Round[] = [];
    for (let round = 0; round < rounds; round++) {
      measured.push({ ours: await replayFile(file, log), peer: REQUIRED });
    }
    const facts = {
      bench: 'replay',
      case: '1,000 clients',
      peerName: 'required',
      unit: 'inputs/s',
    };
    return [figureOf(facts, measured)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function record(file: string): Promise<void> {
  const broker = await startBroker(file);
  const state = { isOver: false };
  const unrest = Promise.all([
    ...Array.from({ length: MQTT_JS_CLIENTS }, (_, index) => mqttJs(broker.port, index, state)),
    takeovers(broker.port, state),
  ]);
  const load = { pairs: PAIRS, window: 4, payloadBytes: 64 };
  await throughput(broker.port, { ...load, qos: 0 }, LOAD_MS);
  await throughput(broker.port, { ...load, qos: 1 }, LOAD_MS);
  state.isOver = true;
  await unrest;
  await broker.close();
}

/** Publishes at all QoS to the others of its kind, offline ones included. */
async function mqttJs(port: number, index: number, state: { isOver: boolean }): Promise<void> {
  const protocolVersion = index % 2 === 0 ? 5 : 4;
  const properties = { sessionExpiryInterval: 100 };
  const options = {
    clientId: `js${index}`,
    protocolVersion,
    clean: false,
    reconnectPeriod: 0,
    ...(protocolVersion === 5 && { properties }),
  } as const;
  for (let n = 0; !state.isOver; n++) {
    const client = await connectAsync(`mqtt://127.0.0.1:${port}`, options);
    client.on('error', () => undefined);
    await client.subscribeAsync(`js/${index % 7}/+`, { qos: (index % 3) as 0 | 1 | 2 });
    for (let sent = 0; sent < 20; sent++) {
      const qos = (sent % 3) as 0 | 1 | 2;
      await client.publishAsync(`js/${sent % 7}/${index}`, `${n} "${sent}"`, {
        qos,
        retain: sent === 7,
      });
    }
    // In good order, or cut.
    await client.endAsync(n % 2 === 0);
  }
}

/** One client identifier that many connections want at once. */
async function takeovers(port: number, state: { isOver: boolean }): Promise<void> {
  while (!state.isOver) {
    const sockets = await Promise.all(
      Array.from({ length: 10 }, () => rawClient(port, 'wanted', false).catch(() => undefined)),
    );
    const last = sockets.at(-1);
    if (last?.writable) await Promise.race([subscribe(last, 'js/#', 2), pause(200)]);
    for (const socket of sockets) socket?.resetAndDestroy();
    await pause(50);
  }
}

/** Inputs a second. @throws Error for the first difference */
async function replayFile(file: string, log: (line: string) => void): Promise<number> {
  const started = performance.now();
  const replay = new Replay({}, (event) => {
    if (event.type !== 'header') throw new Error(JSON.stringify(event));
  });
  for await (const { bytes, last } of readBlocks(file)) {
    replay.block(bytes, (start, end) => bytes.toString('utf8', start, end));
    if (last !== undefined) replay.last(last);
  }
  const { steps } = replay.progress;
  const seconds = (performance.now() - started) / 1_000;
  log(
    `${steps} inputs, no difference, ${Math.round(process.memoryUsage().heapUsed / 1_048_576)} MiB of heap`,
  );
  return steps / seconds;
}
