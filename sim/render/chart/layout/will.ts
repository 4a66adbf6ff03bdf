// Made by `npm run drawings` from the will chart: nobody edits it.
import type { ChartLayout } from '../layout.ts';

export const willLayout: ChartLayout = {
  plan: '636847c861b68030',
  size: [558, 520],
  states: [
    ['none', [270, 66, 72, 40]],
    ['stored', [264, 186, 83, 40]],
    ['delayed', [258, 308, 96, 40]],
    ['published', [122, 448, 117, 48]],
    ['deleted', [289, 448, 100, 48]],
  ],
  initials: [['will', [300, 24, 12, 12], [306, 36, 306, 66]]],
  edges: [
    ['none', 'stored', [306, 106, 306, 186], [273, 136, 65, 20]],
    [
      'stored',
      'deleted',
      [326, 226, 326, 242, 462, 242, 462, 432, 356, 432, 356, 448],
      [390, 310, 144, 36],
    ],
    [
      'stored',
      'published',
      [285, 226, 285, 242, 123, 242, 123, 432, 161, 432, 161, 448],
      [24, 318, 198, 20],
    ],
    ['stored', 'delayed', [306, 226, 306, 308], [229, 258, 154, 20]],
    ['delayed', 'deleted', [322, 348, 322, 448], [271, 388, 101, 20]],
    ['delayed', 'published', [290, 348, 290, 364, 200, 364, 200, 448], [142, 380, 115, 36]],
  ],
};
