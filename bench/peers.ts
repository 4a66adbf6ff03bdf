import { type Figure, figureOf, median } from './figure.ts';
import {
  type BrokerKind,
  describeSetup,
  lifeline,
  peers,
  type RunningBroker,
} from './load/brokers.ts';
import { Generator } from './load/generator.ts';
import {
  connectScenarios,
  latencyScenario,
  memoryScenarios,
  type Scenario,
  trafficScenarios,
} from './load/scenarios.ts';
import type { Timed } from './load/stopwatch.ts';

const BENCH = 'peers';
const QOS_1 = 'QoS 1 one to one';
/** Parts of a name by which cases are chosen, for work on one of them: `LIFELINE_BENCH_CASES=QoS 2,connects`. */
const chosen = process.env['LIFELINE_BENCH_CASES']?.split(',') ?? [''];

/** What a round has measured of each broker, by its name. */
type Round = ReadonlyMap<string, Timed>;

interface Played {
  readonly scenario: Scenario;
  readonly rounds: Round[];
}

interface Bench {
  readonly brokers: readonly BrokerKind[];
  readonly generator: Generator;
  readonly played: Map<string, Played>;
  readonly log: (line: string) => void;
}

/** Lifeline beside Aedes and, where installed, Mosquitto: messages, connects, memory and latency on real sockets. */
export async function run(options: {
  rounds: number;
  log: (line: string) => void;
}): Promise<Figure[]> {
  const { rounds, log } = options;
  for (const line of describeSetup()) log(line);
  const brokers = [lifeline, ...peers()];
  const bench: Bench = { brokers, generator: new Generator(), played: new Map(), log };
  const quit = () => process.exit(1);
  process.once('SIGINT', quit).once('SIGTERM', quit);
  try {
    for (let round = 1; round <= rounds; round++) {
      log(`round ${round} of ${rounds}: value (processor of the broker/of the load, %)`);
      await playRound(bench);
    }
  } finally {
    process.off('SIGINT', quit).off('SIGTERM', quit);
    await bench.generator.stop();
  }
  return [...bench.played.values()].flatMap(figuresOf);
}

/** Each scenario on all brokers in turns; each round on new processes. */
async function playRound(bench: Bench): Promise<void> {
  await withBrokers(bench, async (running) => {
    for (const scenario of [...trafficScenarios, ...connectScenarios]) {
      await play(bench, scenario, running);
    }
    const first = bench.played.get(QOS_1)?.rounds[0];
    if (first === undefined) return;
    // Of the slowest, so that all can do it; of the first round, so that it is the same in every round.
    const slowest = Math.min(...[...first.values()].map(({ value }) => value));
    await play(bench, latencyScenario(slowest / 2), running);
  });
  // Memory on processes that have done nothing before.
  for (const scenario of memoryScenarios) {
    if (isChosen(scenario)) await withBrokers(bench, (running) => play(bench, scenario, running));
  }
}

async function withBrokers(
  { brokers }: Bench,
  use: (running: ReadonlyMap<string, RunningBroker>) => Promise<void>,
): Promise<void> {
  const running = new Map<string, RunningBroker>();
  try {
    for (const { name, start } of brokers) running.set(name, await start());
    await use(running);
  } finally {
    for (const broker of running.values()) await broker.stop();
  }
}

async function play(
  { generator, played, log }: Bench,
  scenario: Scenario,
  running: ReadonlyMap<string, RunningBroker>,
): Promise<void> {
  if (!isChosen(scenario)) return;
  const round = new Map<string, Timed>();
  for (const [name, broker] of running) {
    try {
      round.set(name, await scenario.measure(generator, broker));
    } catch (error) {
      throw new Error(`${scenario.name} on ${name}`, { cause: error });
    }
  }
  log(`  ${scenario.name.padEnd(35)} ${[...round].map(tell).join('   ')}`);
  const known = played.get(scenario.name);
  if (known === undefined) played.set(scenario.name, { scenario, rounds: [round] });
  else known.rounds.push(round);
}

function isChosen({ name }: Scenario): boolean {
  return chosen.some((part) => name.includes(part));
}

/** With how busy both ends were, of one processor each: it is the broker that is measured if the load is not. */
function tell([name, { value, brokerLoad, generatorLoad }]: [string, Timed]): string {
  const figure = value < 100 ? value.toPrecision(3) : Math.round(value).toLocaleString('en-US');
  if (brokerLoad === undefined) return `${name} ${figure}`;
  return `${name} ${figure} (${percent(brokerLoad)}/${percent(generatorLoad)})`;
}

function percent(share: number): string {
  return Math.round(share * 100).toString();
}

/** By the clock, and by the broker's processor time, which other programs on the machine disturb less. */
function figuresOf({ scenario, rounds }: Played): Figure[] {
  const byClock = figureFor(scenario, rounds, ({ value }) => value);
  const isTimed = rounds.every((round) =>
    [...round.values()].every(({ perProcessorSecond }) => perProcessorSecond !== undefined),
  );
  if (!isTimed) return [byClock];
  const perProcessor = { ...scenario, name: `${scenario.name}, of processor time` };
  const read = ({ perProcessorSecond = Number.NaN }: Timed) => perProcessorSecond;
  return [byClock, figureFor(perProcessor, rounds, read)];
}

/** Beside the best of the others. Memory is beside Aedes: the promise is about what a Node program needs. */
function figureFor(
  { name, unit, isLessBetter }: Scenario,
  rounds: readonly Round[],
  read: (timed: Timed) => number,
): Figure {
  const of = (broker: string) => rounds.map((round) => read(round.get(broker) as Timed));
  const others = [...(rounds[0]?.keys() ?? [])].filter((other) => other !== lifeline.name);
  const candidates = unit === 'bytes' ? ['Aedes'] : others;
  const medians = candidates.map((other) => median(of(other)));
  const best = isLessBetter ? Math.min(...medians) : Math.max(...medians);
  const peerName = candidates[medians.indexOf(best)] ?? '';
  const peer = of(peerName);
  return figureOf(
    { bench: BENCH, case: name, peerName, unit: isLessBetter ? `${unit} (less is better)` : unit },
    of(lifeline.name).map((ours, i) => ({ ours, peer: peer[i] ?? Number.NaN })),
  );
}
