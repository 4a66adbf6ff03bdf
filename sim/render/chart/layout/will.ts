// Made by `npm run drawings` from the will chart: nobody edits it.
import type { ChartLayout } from '../layout.ts';

export const willLayout: ChartLayout = {
  plan: '58389856d6f1f494',
  size: [554, 510],
  states: [
    ['none', [277, 62, 72, 40]],
    ['stored', [271, 174, 83, 40]],
    ['delayed', [258, 298, 96, 40]],
    ['published', [122, 438, 117, 48]],
    ['deleted', [289, 422, 100, 48]],
  ],
  heads: [],
  initials: [['will', [307, 24, 12, 12], [313, 36, 313, 62]]],
  edges: [
    ['none', 'stored', [313, 102, 313, 174], [280, 128, 65, 20]],
    [
      'stored',
      'deleted',
      [333, 214, 333, 230, 458, 230, 458, 406, 356, 406, 356, 422],
      [386, 354, 144, 36],
    ],
    [
      'stored',
      'published',
      [292, 214, 292, 230, 123, 230, 123, 422, 161, 422, 161, 438],
      [24, 318, 198, 20],
    ],
    ['stored', 'delayed', [313, 214, 313, 282, 306, 282, 306, 298], [236, 246, 154, 20]],
    ['delayed', 'deleted', [322, 338, 322, 422], [271, 370, 101, 20]],
    ['delayed', 'published', [290, 338, 290, 354, 200, 354, 200, 438], [142, 370, 115, 36]],
  ],
};
