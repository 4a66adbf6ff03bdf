/** The focus is never lost: when what has it goes, what stood around it gets it, or the page. */

/** What had the focus last, and what stood around it, from the inside out. */
let path: readonly Element[] = [];

export function keepFocus(): void {
  document.addEventListener('focusin', ({ target }) => {
    path = aroundIt(target as Element);
  });
  new MutationObserver(keep).observe(document.body, { childList: true, subtree: true });
}

function keep(): void {
  const [last] = path;
  if (last === undefined || last.isConnected || document.activeElement !== document.body) return;
  const region = path.find(
    (each) => each.isConnected && each.matches('[tabindex="0"], dialog[open]'),
  );
  const main = document.querySelector<HTMLElement>('main');
  // Not a tab or a button: keys mean something else to these.
  if (main !== null) main.tabIndex = -1;
  const next = (region as HTMLElement | undefined) ?? main;
  next?.focus({ preventScroll: true });
}

function aroundIt(element: Element): readonly Element[] {
  const all: Element[] = [];
  for (let each: Element | null = element; each !== null; each = each.parentElement) all.push(each);
  return all;
}
