/** What a broker held at a record. One pass over the trace gives a block of states, and blocks are kept for a while. */
import { type StateAt, statesAt } from '../../sim/inspect/state-at.ts';
import type { TraceLines } from '../../sim/inspect/trace-lines.ts';
import type { Where } from '../../sim/inspect/where.ts';

const BLOCK = 64;
const BLOCKS_KEPT = 16;

export class States {
  readonly #lines: TraceLines;
  readonly #count: number;
  /** In the order of their use, the last used at the end. */
  readonly #blocks = new Map<number, readonly StateAt[]>();

  constructor(lines: TraceLines, count: number) {
    this.#lines = lines;
    this.#count = count;
  }

  /** @throws InspectError behind a gap, and in a trace that does not begin at its beginning */
  at(n: number): StateAt {
    const first = n - (n % BLOCK);
    const block = this.#blocks.get(first) ?? this.#block(first, n);
    this.#blocks.delete(first);
    this.#blocks.set(first, block);
    const [oldest] = this.#blocks.keys();
    if (this.#blocks.size > BLOCKS_KEPT) this.#blocks.delete(oldest as number);
    return (block[n - first] ?? statesAt(this.#lines, [place(n)])[0]) as StateAt;
  }

  /** Where a gap is in the block, up to the state that is asked for. */
  #block(first: number, n: number): readonly StateAt[] {
    const until = (last: number) =>
      statesAt(
        this.#lines,
        Array.from({ length: last - first + 1 }, (_, i) => place(first + i)),
      );
    try {
      return until(Math.min(first + BLOCK - 1, this.#count));
    } catch {
      return until(n);
    }
  }
}

function place(n: number): Where {
  return { kind: 'record', n, effect: undefined };
}
