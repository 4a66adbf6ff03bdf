/** The few shapes that drawings are made of. Shape, not colour alone, tells them apart. */
import { element, path } from './elements.ts';

export type Glyph = 'dot' | 'diamond' | 'clock' | 'cross' | 'gap';

export function glyph(kind: Glyph, x: number, y: number): string {
  switch (kind) {
    case 'dot':
      return element('circle', { class: 'tip', cx: x, cy: y, r: 4.5 });
    case 'diamond':
      return element('path', {
        class: 'tip',
        d: path('M', x, y - 6, 'L', x + 6, y, x, y + 6, x - 6, y, 'Z'),
      });
    case 'clock':
      return (
        element('circle', { class: 'hollow', cx: x, cy: y, r: 6 }) +
        element('path', { class: 'arrow', d: path('M', x, y - 3.5, 'L', x, y, x + 2.5, y + 1.5) })
      );
    case 'cross':
      return cross(x, y);
    default:
      return element('rect', { class: 'hollow', x: x - 5, y: y - 5, width: 10, height: 10 });
  }
}

export function cross(x: number, y: number): string {
  const d = path('M', x - 5, y - 5, 'L', x + 5, y + 5, 'M', x + 5, y - 5, 'L', x - 5, y + 5);
  // On a lifeline it would be a star.
  return element('path', { class: 'clear', d }) + element('path', { class: 'cross', d });
}

/** The head of an arrow that ends at a point, coming from another. */
export function tip(fromX: number, fromY: number, x: number, y: number): string {
  const length = Math.hypot(x - fromX, y - fromY) || 1;
  const alongX = (x - fromX) / length;
  const alongY = (y - fromY) / length;
  const baseX = x - alongX * 10;
  const baseY = y - alongY * 10;
  return element('path', {
    class: 'tip',
    d: path(
      'M',
      x,
      y,
      'L',
      baseX - alongY * 4,
      baseY + alongX * 4,
      baseX + alongY * 4,
      baseY - alongX * 4,
      'Z',
    ),
  });
}
