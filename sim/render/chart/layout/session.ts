// Made by `npm run drawings` from the session chart: nobody edits it.
import type { ChartLayout } from '../layout.ts';

export const sessionLayout: ChartLayout = {
  plan: 'effa8fc09b693a64',
  size: [534, 742],
  states: [
    ['absent', [172, 66, 86, 40]],
    ['online', [134, 186, 162, 68]],
    ['offline', [123, 373, 202, 194]],
    ['offline.indefinite', [141, 509, 107, 40]],
    ['offline.expiring', [210, 449, 97, 40]],
    ['ended', [329, 670, 90, 48]],
  ],
  initials: [
    ['session', [209, 24, 12, 12], [215, 36, 215, 66]],
    ['offline', [171, 477, 12, 12], [177, 489, 177, 509]],
  ],
  edges: [
    ['absent', 'online', [215, 106, 215, 186], [167, 136, 95, 20]],
    [
      'online',
      'ended',
      [264, 254, 264, 270, 445, 270, 445, 654, 397, 654, 397, 670],
      [379, 452, 131, 36],
    ],
    [
      'online',
      'offline.indefinite',
      [199, 254, 199, 368, 199, 499, 212, 499, 212, 509],
      [139, 300, 120, 36],
    ],
    [
      'online',
      'offline.expiring',
      [231, 254, 231, 284, 350, 284, 350, 352, 258, 352, 258, 449],
      [273, 308, 154, 20],
    ],
    [
      'offline',
      'online',
      [248, 567, 248, 588, 75, 588, 75, 270, 166, 270, 166, 254],
      [24, 308, 101, 20],
    ],
    ['offline', 'ended', [268, 567, 268, 588, 374, 588, 374, 670], [320, 618, 107, 20]],
    [
      'offline.expiring',
      'ended',
      [258, 489, 258, 602, 236, 602, 236, 654, 352, 654, 352, 670],
      [165, 618, 141, 20],
    ],
  ],
};
