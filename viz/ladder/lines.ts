/** Lines of a canvas. */

/** Added to the path. */
export function line(
  context: CanvasRenderingContext2D,
  fromX: number,
  fromY: number,
  toX: number,
  toY: number,
): void {
  context.moveTo(fromX, fromY);
  context.lineTo(toX, toY);
}

/** A line of one pixel is sharp between two. */
export function crisp(at: number): number {
  return Math.floor(at) + 0.5;
}
