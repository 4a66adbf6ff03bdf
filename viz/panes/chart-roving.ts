/** Moving between the states of a drawn chart with the arrow keys: one stop of the tab key, as in any such widget. */

type Arrow = 'ArrowRight' | 'ArrowLeft' | 'ArrowDown' | 'ArrowUp';

interface Place {
  readonly state: SVGGraphicsElement;
  readonly x: number;
  readonly y: number;
}

/** What is off the direction counts for more than what is far along it. */
const ASIDE = 2.5;

/** The one that the tab key comes to: what has the focus, else what is active, else the first. */
export function setStop(svg: SVGSVGElement): void {
  const all = statesOf(svg);
  const focused = all.find((state) => state === document.activeElement);
  const stop = focused ?? all.find((state) => state.classList.contains('active')) ?? all[0];
  for (const state of all) state.setAttribute('tabindex', state === stop ? '0' : '-1');
}

/** @returns whether the key was one of ours */
export function moveFocus(svg: SVGSVGElement, key: string): boolean {
  if (!isArrow(key)) return false;
  const places = statesOf(svg).map(placeOf);
  const from = places.find(({ state }) => state === document.activeElement);
  if (from === undefined) return false;
  const next = nearest(from, places, key);
  if (next === undefined) return true;
  next.state.focus();
  setStop(svg);
  return true;
}

function statesOf(svg: SVGSVGElement): readonly SVGGraphicsElement[] {
  return [...svg.querySelectorAll<SVGGraphicsElement>('[data-state]')];
}

function isArrow(key: string): key is Arrow {
  return ['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp'].includes(key);
}

function placeOf(state: SVGGraphicsElement): Place {
  const { x, y, width, height } = state.getBBox();
  return { state, x: x + width / 2, y: y + height / 2 };
}

function nearest(from: Place, places: readonly Place[], key: Arrow): Place | undefined {
  const isAcross = key === 'ArrowRight' || key === 'ArrowLeft';
  const sign = key === 'ArrowRight' || key === 'ArrowDown' ? 1 : -1;
  const ahead = places.flatMap((place) => {
    const [dx, dy] = [place.x - from.x, place.y - from.y];
    const along = sign * (isAcross ? dx : dy);
    const aside = Math.abs(isAcross ? dy : dx);
    return along > 1 ? [{ place, far: along + aside * ASIDE }] : [];
  });
  return ahead.sort((a, b) => a.far - b.far)[0]?.place;
}
