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

export function figureOf(
  facts: Pick<Figure, 'bench' | 'case' | 'peerName' | 'unit'>,
  rounds: readonly Round[],
): Figure {
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

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
