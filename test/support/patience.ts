/** Tests by chance, which have to have come across something for what they found to mean anything. */
import { expect } from 'vitest';

/** What is rare may be missing from the runs by chance: then as many are made again, at most so often. */
const PATIENCE = 10;

/** @param play makes the runs of a turn and returns what no run has come across so far */
export function untilAllSeen(what: string, play: (turn: number) => readonly string[]): void {
  let unseen: readonly string[] = [];
  for (let turn = 0; turn < PATIENCE; turn++) {
    unseen = play(turn);
    if (unseen.length === 0) return;
  }
  expect(unseen, `${what} that no run came across`).toEqual([]);
}
