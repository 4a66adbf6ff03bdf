// Made by `npm run drawings` from the sender chart: nobody edits it.
import type { ChartLayout } from '../layout.ts';

export const senderLayout: ChartLayout = {
  plan: '43e66c77a82fcf4d',
  size: [480, 634],
  states: [
    ['free', [76, 62, 183, 84]],
    ['awaitingPuback', [299, 276, 157, 84]],
    ['awaitingPubrec', [60, 224, 154, 84]],
    ['awaitingPubcomp', [24, 386, 173, 84]],
    ['complete', [82, 562, 114, 48]],
  ],
  heads: [],
  initials: [['sender', [162, 24, 12, 12], [168, 36, 168, 62]]],
  edges: [
    ['free', 'awaitingPubrec', [137, 146, 137, 224], [62, 178, 149, 20]],
    [
      'free',
      'awaitingPuback',
      [198, 146, 198, 162, 293, 162, 293, 260, 378, 260, 378, 276],
      [225, 178, 135, 20],
    ],
    [
      'awaitingPuback',
      'complete',
      [378, 360, 378, 376, 265, 376, 265, 546, 168, 546, 168, 562],
      [238, 392, 53, 20],
    ],
    [
      'awaitingPubrec',
      'complete',
      [163, 308, 163, 324, 219, 324, 219, 532, 139, 532, 139, 562],
      [168, 340, 101, 20],
    ],
    ['awaitingPubrec', 'awaitingPubcomp', [111, 308, 111, 386], [67, 334, 87, 20]],
    ['awaitingPubcomp', 'complete', [111, 470, 111, 562], [79, 496, 63, 20]],
  ],
};
