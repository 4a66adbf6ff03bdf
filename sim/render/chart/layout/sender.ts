// Made by `npm run drawings` from the sender chart: nobody edits it.
import type { ChartLayout } from '../layout.ts';

export const senderLayout: ChartLayout = {
  plan: 'dae4921158ae97ce',
  size: [651, 628],
  states: [
    ['free', [216, 62, 183, 84]],
    ['awaitingPuback', [343, 270, 179, 84]],
    ['awaitingPubrec', [51, 224, 179, 84]],
    ['awaitingPubcomp', [24, 380, 173, 84]],
    ['complete', [82, 556, 114, 48]],
  ],
  heads: [],
  initials: [['sender', [302, 24, 12, 12], [308, 36, 308, 62]]],
  edges: [
    ['free', 'awaitingPubrec', [277, 146, 277, 162, 141, 162, 141, 224], [66, 178, 149, 20]],
    ['free', 'awaitingPuback', [338, 146, 338, 208, 433, 208, 433, 270], [365, 224, 135, 20]],
    [
      'awaitingPuback',
      'complete',
      [433, 354, 433, 370, 531, 370, 531, 540, 168, 540, 168, 556],
      [434, 386, 193, 36],
    ],
    [
      'awaitingPubrec',
      'complete',
      [170, 308, 170, 364, 324, 364, 324, 526, 139, 526, 139, 556],
      [227, 380, 193, 36],
    ],
    ['awaitingPubrec', 'awaitingPubcomp', [111, 308, 111, 380], [67, 334, 87, 20]],
    ['awaitingPubcomp', 'complete', [111, 464, 111, 556], [79, 490, 63, 20]],
  ],
};
