/** What the shapes mean, for who sees such a drawing for the first time. */
import { element, path, textAt } from './elements.ts';
import { cross, glyph } from './glyphs.ts';

const ENTRY_WIDTH = 98;
const SAMPLE = 26;

export function legend(x: number, y: number, id: string): string {
  const box = { width: SAMPLE, height: 14, y: -7, rx: 2 };
  const entries: readonly (readonly [sample: string, words: string])[] = [
    [
      element('rect', { class: 'online', ...box }) + element('rect', { class: 'session', ...box }),
      'online',
    ],
    [
      element('rect', { ...box, fill: `url(#${id}-offline)` }) +
        element('rect', { class: 'session', ...box }),
      'offline',
    ],
    [element('rect', { class: 'exchange', x: 11, y: -8, width: 4, height: 16, rx: 2 }), 'QoS 1, 2'],
    [element('path', { class: 'arrow', d: path('M', 0, -4, 'L', 16, 2) }) + cross(20, 3), 'lost'],
    [glyph('diamond', 13, 0), 'will'],
    [glyph('clock', 13, 0), 'timer'],
    [element('path', { class: 'fold', d: 'M0 0H26' }), 'time folded'],
  ];
  const drawn = entries.map(([sample, words], at) =>
    element(
      'g',
      { transform: `translate(${x + at * ENTRY_WIDTH} ${Math.round(y)})` },
      sample + textAt(SAMPLE + 10, 4, words, { class: 'quiet small' }),
    ),
  );
  const accent = element('path', { class: 'arrow', d: path('M', 0, 0, 'H', SAMPLE) });
  const takeover = element(
    'g',
    {
      class: 'takeover',
      transform: `translate(${x + entries.length * ENTRY_WIDTH + 20} ${Math.round(y)})`,
    },
    accent + textAt(SAMPLE + 10, 4, 'takeover', { class: 'small' }),
  );
  return element('g', { 'aria-hidden': 'true' }, ...drawn, takeover);
}
