/** The little that is needed beside components: drawings that come as text, and places that have to be in sight. */

/** A drawing comes from our own renderers, and is parsed as XML: nothing in it is run. */
export function drawing(svg: string): SVGSVGElement {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  return document.importNode(parsed.documentElement, true) as unknown as SVGSVGElement;
}

/** Brings a place into view at about the middle, and leaves the view alone where it is well inside. */
export function reveal(box: HTMLElement, x: number, y: number): void {
  const { scrollLeft, scrollTop, clientWidth, clientHeight } = box;
  const isIn = (at: number, from: number, size: number) =>
    at > from + size * 0.15 && at < from + size * 0.8;
  if (!isIn(y, scrollTop, clientHeight)) box.scrollTop = y - clientHeight * 0.45;
  if (box.scrollWidth > clientWidth && !isIn(x, scrollLeft, clientWidth)) {
    box.scrollLeft = x - clientWidth * 0.5;
  }
}
