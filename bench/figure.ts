import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** One measurement: ours against a peer, taken in turns in one process. */
export interface Figure {
  readonly bench: string;
  readonly case: string;
  /** Medians over the rounds. */
  readonly ours: number;
  readonly peer: number;
  readonly peerName: string;
  /** The median of the rounds' ratios, ours divided by the peer's. */
  readonly ratio: number;
  readonly unit: string;
  readonly rounds: number;
  /** (max − min) / median of the rounds' ratios: how far to believe the ratio. */
  readonly spread: number;
}

/** One round measured, in the figure's unit. */
export interface Round {
  readonly ours: number;
  readonly peer: number;
}

/** What is measured: `play` is called over and over, and each time stands for so many of the figure's units. */
export interface Side {
  readonly units: number;
  readonly play: () => void;
}

export type Facts = Pick<Figure, 'bench' | 'case' | 'peerName' | 'unit'>;

/** How long one side runs in one round. */
const ROUND_MS = 250;
/** Time between two looks at the clock, about. */
const BATCH_MS = 1;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Both sides in turns, in units a second. The round before the first warms both up and is thrown away. */
export function compare(
  facts: Facts,
  { ours, peer }: { readonly ours: Side; readonly peer: Side },
  rounds: number,
): Figure {
  const measured: Round[] = [];
  // What was left over from making the sides is not theirs to pay for.
  collectGarbage();
  for (let round = -1; round < rounds; round += 1) {
    const figure = { ours: unitsPerSecond(ours), peer: unitsPerSecond(peer) };
    if (round >= 0) measured.push(figure);
  }
  return figureOf(facts, measured);
}

function unitsPerSecond({ units, play }: Side): number {
  const started = performance.now();
  let plays = 0;
  let batch = 1;
  let elapsed = 0;
  while (elapsed < ROUND_MS) {
    const before = elapsed;
    for (let played = 0; played < batch; played += 1) play();
    plays += batch;
    elapsed = performance.now() - started;
    if (elapsed - before < BATCH_MS) batch *= 2;
  }
  return (plays * units * 1000) / elapsed;
}

export function figureOf(facts: Facts, rounds: readonly Round[]): Figure {
  const ratios = rounds.map(({ ours, peer }) => ours / peer);
  const ratio = median(ratios);
  return {
    ...facts,
    ours: median(rounds.map(({ ours }) => ours)),
    peer: median(rounds.map(({ peer }) => peer)),
    ratio,
    rounds: rounds.length,
    spread: (Math.max(...ratios) - Math.min(...ratios)) / ratio,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
