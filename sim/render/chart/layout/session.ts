// Made by `npm run drawings` from the session chart: nobody edits it.
import type { ChartLayout } from '../layout.ts';

export const sessionLayout: ChartLayout = {
  plan: '9f67a5bb60e91372',
  size: [596, 662],
  states: [
    ['absent', [172, 62, 86, 40]],
    ['online', [134, 174, 162, 68]],
    ['offline', [123, 361, 242, 140]],
    ['offline.indefinite', [181, 443, 107, 40]],
    ['offline.expiring', [250, 379, 97, 40]],
    ['ended', [391, 590, 90, 48]],
  ],
  heads: [['offline', [141, 375, 50, 48]]],
  initials: [
    ['session', [209, 24, 12, 12], [215, 36, 215, 62]],
    ['offline', [211, 411, 12, 12], [217, 423, 217, 443]],
  ],
  edges: [
    ['absent', 'online', [215, 102, 215, 174], [167, 128, 95, 20]],
    [
      'online',
      'ended',
      [264, 242, 264, 258, 507, 258, 507, 574, 459, 574, 459, 590],
      [441, 470, 131, 36],
    ],
    [
      'online',
      'offline.indefinite',
      [199, 242, 199, 340, 239, 340, 239, 356, 239, 433, 253, 433, 253, 443],
      [139, 288, 120, 36],
    ],
    [
      'online',
      'offline.expiring',
      [231, 242, 231, 272, 350, 272, 350, 340, 298, 340, 298, 356, 298, 379],
      [273, 304, 154, 20],
    ],
    [
      'offline',
      'online',
      [288, 501, 288, 522, 75, 522, 75, 272, 166, 272, 166, 242],
      [24, 310, 101, 20],
    ],
    ['offline', 'ended', [308, 501, 308, 522, 436, 522, 436, 590], [382, 538, 107, 20]],
    [
      'offline.expiring',
      'ended',
      [298, 419, 298, 506, 298, 574, 414, 574, 414, 590],
      [227, 538, 141, 20],
    ],
  ],
};
