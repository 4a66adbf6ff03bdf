/** The little that is needed to make elements. Texts are always texts, never markup. */

/** @throws Error when the page has no such element: then page and program do not belong together. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found as T;
}

export function make(
  name: string,
  className: string,
  ...children: readonly (Node | string)[]
): HTMLElement {
  const element = document.createElement(name);
  if (className !== '') element.className = className;
  element.append(...children);
  return element;
}

/** A drawing comes from our own renderers, and is parsed as XML: nothing in it is run. */
export function drawing(svg: string): SVGSVGElement {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  return document.importNode(parsed.documentElement, true) as unknown as SVGSVGElement;
}

export function options(select: HTMLSelectElement, choices: readonly (readonly string[])[]): void {
  const made = choices.map(([value = '', words = value]) => new Option(words, value));
  select.replaceChildren(...made);
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
