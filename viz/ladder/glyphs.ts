/** The few shapes that events are drawn as. Shape, not colour alone, tells them apart. */

type Context = CanvasRenderingContext2D;

export type Shape = 'dot' | 'diamond' | 'clock' | 'cross' | 'gap';

/** In the colours that the context has, on that ground. */
export function glyph(context: Context, shape: Shape, x: number, y: number, ground: string): void {
  const ink = context.fillStyle;
  context.beginPath();
  switch (shape) {
    case 'dot':
      context.arc(x, y, 4.5, 0, 2 * Math.PI);
      context.fill();
      return;
    case 'diamond':
      context.moveTo(x, y - 6);
      context.lineTo(x + 6, y);
      context.lineTo(x, y + 6);
      context.lineTo(x - 6, y);
      context.closePath();
      context.fill();
      return;
    case 'clock':
      context.arc(x, y, 6, 0, 2 * Math.PI);
      context.fillStyle = ground;
      context.fill();
      context.moveTo(x, y - 3.5);
      context.lineTo(x, y);
      context.lineTo(x + 2.5, y + 1.5);
      context.lineWidth = 1.5;
      context.stroke();
      context.fillStyle = ink;
      return;
    case 'cross': {
      const colour = context.strokeStyle;
      // On a lane it would be a star.
      context.strokeStyle = ground;
      context.lineWidth = 6;
      cross(context, x, y, 5);
      context.stroke();
      context.strokeStyle = colour;
      context.lineWidth = 2;
      context.stroke();
      return;
    }
    case 'gap':
      context.rect(x - 5, y - 5, 10, 10);
      context.fillStyle = ground;
      context.fill();
      context.lineWidth = 1.5;
      context.stroke();
      context.fillStyle = ink;
  }
}

export function cross(context: Context, x: number, y: number, size: number): void {
  context.moveTo(x - size, y - size);
  context.lineTo(x + size, y + size);
  context.moveTo(x + size, y - size);
  context.lineTo(x - size, y + size);
}

/** The head of an arrow that ends at a point, coming from another; added to the path. */
export function tip(context: Context, fromX: number, fromY: number, x: number, y: number): void {
  const length = Math.hypot(x - fromX, y - fromY) || 1;
  const alongX = (x - fromX) / length;
  const alongY = (y - fromY) / length;
  const size = Math.min(10, length / 2);
  const baseX = x - alongX * size;
  const baseY = y - alongY * size;
  context.moveTo(x, y);
  context.lineTo(baseX - alongY * size * 0.4, baseY + alongX * size * 0.4);
  context.lineTo(baseX + alongY * size * 0.4, baseY - alongX * size * 0.4);
  context.closePath();
}
