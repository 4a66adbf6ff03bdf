// Made by `npm run drawings` from the takeover chart: nobody edits it.
import type { ChartLayout } from '../layout.ts';

export const takeoverLayout: ChartLayout = {
  plan: 'f6c4b486261d783b',
  size: [460, 820],
  states: [
    ['idle', [109, 62, 61, 40]],
    ['disconnectingExisting', [186, 180, 216, 68]],
    ['settling', [143, 332, 92, 40]],
    ['discarding', [96, 450, 216, 68]],
    ['resuming', [24, 602, 216, 68]],
    ['settled', [265, 748, 95, 48]],
  ],
  heads: [],
  initials: [['takeover', [134, 24, 12, 12], [140, 36, 140, 62]]],
  edges: [
    [
      'idle',
      'disconnectingExisting',
      [150, 102, 150, 118, 294, 118, 294, 180],
      [208, 134, 171, 20],
    ],
    ['idle', 'settling', [129, 102, 129, 316, 174, 316, 174, 332], [64, 134, 130, 20]],
    [
      'disconnectingExisting',
      'settled',
      [330, 248, 330, 264, 376, 264, 376, 732, 336, 732, 336, 748],
      [316, 280, 120, 36],
    ],
    [
      'disconnectingExisting',
      'settling',
      [258, 248, 258, 264, 225, 264, 225, 316, 204, 316, 204, 332],
      [148, 280, 154, 20],
    ],
    ['settling', 'discarding', [204, 372, 204, 450], [162, 404, 84, 20]],
    [
      'settling',
      'resuming',
      [174, 372, 174, 388, 64, 388, 64, 586, 96, 586, 96, 602],
      [44, 404, 39, 20],
    ],
    ['discarding', 'settled', [240, 518, 240, 534, 313, 534, 313, 748], [267, 696, 91, 20]],
    ['resuming', 'settled', [132, 670, 132, 732, 289, 732, 289, 748], [69, 696, 125, 20]],
    ['resuming', 'discarding', [168, 602, 168, 518], [83, 550, 170, 20]],
  ],
};
