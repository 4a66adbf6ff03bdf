// Made by `npm run drawings` from the takeover chart: nobody edits it.
import type { ChartLayout } from '../layout.ts';

export const takeoverLayout: ChartLayout = {
  plan: '914bc9a97b7c6721',
  size: [507, 836],
  states: [
    ['idle', [146, 66, 61, 40]],
    ['disconnectingExisting', [267, 188, 216, 68]],
    ['settling', [146, 340, 92, 40]],
    ['discarding', [99, 462, 216, 68]],
    ['resuming', [27, 614, 216, 68]],
    ['settled', [277, 764, 95, 48]],
  ],
  initials: [['takeover', [171, 24, 12, 12], [177, 36, 177, 66]]],
  edges: [
    [
      'idle',
      'disconnectingExisting',
      [187, 106, 187, 122, 375, 122, 375, 188],
      [289, 138, 171, 20],
    ],
    ['idle', 'settling', [166, 106, 166, 324, 177, 324, 177, 340], [101, 212, 130, 20]],
    [
      'disconnectingExisting',
      'settled',
      [411, 256, 411, 748, 348, 748, 348, 764],
      [351, 478, 120, 36],
    ],
    [
      'disconnectingExisting',
      'settling',
      [339, 256, 339, 272, 262, 272, 262, 324, 207, 324, 207, 340],
      [185, 288, 154, 20],
    ],
    ['settling', 'discarding', [207, 380, 207, 462], [165, 412, 84, 20]],
    [
      'settling',
      'resuming',
      [177, 380, 177, 396, 44, 396, 44, 598, 99, 598, 99, 614],
      [24, 486, 39, 20],
    ],
    ['discarding', 'settled', [243, 530, 243, 546, 325, 546, 325, 764], [279, 638, 91, 20]],
    ['resuming', 'settled', [135, 682, 135, 748, 301, 748, 301, 764], [72, 712, 125, 20]],
    ['resuming', 'discarding', [171, 614, 171, 530], [86, 562, 170, 20]],
  ],
};
