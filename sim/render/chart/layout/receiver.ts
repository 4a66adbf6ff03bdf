// Made by `npm run drawings` from the receiver chart: nobody edits it.
import type { ChartLayout } from '../layout.ts';

export const receiverLayout: ChartLayout = {
  plan: '2b0dc53cf31dd04e',
  size: [332, 454],
  states: [
    ['free', [82, 66, 75, 68]],
    ['awaitingPubrel', [32, 232, 150, 68]],
    ['complete', [69, 382, 114, 48]],
  ],
  initials: [['receiver', [114, 24, 12, 12], [120, 36, 120, 66]]],
  edges: [
    ['free', 'awaitingPubrel', [107, 134, 107, 232], [24, 166, 165, 36]],
    [
      'free',
      'complete',
      [132, 134, 132, 150, 263, 150, 263, 366, 145, 366, 145, 382],
      [218, 256, 90, 20],
    ],
    ['awaitingPubrel', 'complete', [107, 300, 107, 382], [81, 330, 51, 20]],
  ],
};
