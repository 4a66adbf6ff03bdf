// Made by `npm run drawings` from the sender chart: nobody edits it.
import type { ChartLayout } from '../layout.ts';

export const senderLayout: ChartLayout = {
  plan: 'dc372717c82995ca',
  size: [484, 714],
  states: [
    ['free', [165, 66, 183, 84]],
    ['awaitingPuback', [303, 348, 157, 84]],
    ['awaitingPubrec', [60, 232, 154, 84]],
    ['awaitingPubcomp', [24, 462, 173, 84]],
    ['complete', [82, 642, 114, 48]],
  ],
  initials: [['sender', [251, 24, 12, 12], [257, 36, 257, 66]]],
  edges: [
    ['free', 'awaitingPubrec', [226, 150, 226, 166, 137, 166, 137, 232], [62, 182, 149, 20]],
    ['free', 'awaitingPuback', [287, 150, 287, 166, 382, 166, 382, 348], [314, 182, 135, 20]],
    ['awaitingPuback', 'complete', [382, 432, 382, 626, 168, 626, 168, 642], [355, 494, 53, 20]],
    [
      'awaitingPubrec',
      'complete',
      [163, 316, 163, 332, 284, 332, 284, 612, 139, 612, 139, 642],
      [233, 494, 101, 20],
    ],
    ['awaitingPubrec', 'awaitingPubcomp', [111, 316, 111, 462], [67, 380, 87, 20]],
    ['awaitingPubcomp', 'complete', [111, 546, 111, 642], [79, 576, 63, 20]],
  ],
};
