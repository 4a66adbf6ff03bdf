/** The keyboard, and the list of its keys. */
import { byId, make } from './dom.ts';
import { KEYS, keyOf } from './keys.ts';
import type { Action } from './model.ts';

export function listen(dispatch: (action: Action) => void): void {
  const help = byId<HTMLDialogElement>('help');
  byId('keys').append(
    ...KEYS.flatMap(({ shown, words }) => [
      make('dt', '', make('kbd', '', shown)),
      make('dd', '', words),
    ]),
  );
  byId('help-open').addEventListener('click', () => help.showModal());
  document.addEventListener('keydown', (event) => {
    const { key, target, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey || help.open || isTyped(target as Element, key)) return;
    const found = keyOf(key);
    if (found === undefined) return;
    event.preventDefault();
    if (found.action === undefined) help.showModal();
    else dispatch(found.action);
  });
}

/** Keys that a control needs itself. */
function isTyped(target: Element, key: string): boolean {
  if (target.matches('select, input[type="text"]')) return true;
  return key === ' ' && target.matches('button, summary, input[type="checkbox"]');
}
