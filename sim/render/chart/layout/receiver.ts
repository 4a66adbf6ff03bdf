// Made by `npm run drawings` from the receiver chart: nobody edits it.
import type { ChartLayout } from '../layout.ts';

export const receiverLayout: ChartLayout = {
  plan: '378aae6c12cfa0ca',
  size: [317, 436],
  states: [
    ['free', [82, 62, 75, 68]],
    ['awaitingPubrel', [32, 224, 150, 68]],
    ['complete', [69, 364, 114, 48]],
  ],
  heads: [],
  initials: [['receiver', [114, 24, 12, 12], [120, 36, 120, 62]]],
  edges: [
    ['free', 'awaitingPubrel', [107, 130, 107, 224], [24, 162, 165, 36]],
    [
      'free',
      'complete',
      [132, 130, 132, 146, 248, 146, 248, 308, 145, 308, 145, 364],
      [203, 162, 90, 20],
    ],
    ['awaitingPubrel', 'complete', [107, 292, 107, 364], [81, 318, 51, 20]],
  ],
};
