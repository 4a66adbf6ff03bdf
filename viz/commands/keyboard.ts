/** Single keys, for who is not writing in a field. */
import { closeDialog } from '../parts/dialog.tsx';
import { dialog } from '../state/view.ts';
import { commandOf, perform } from './all.ts';

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** `ArrowLeft`, `Shift+ArrowLeft`, `Ctrl+k`. A sign such as `?` says by itself that shift was held. */
function pressedKey({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed): string {
  const shift = shiftKey && key.length > 1 ? 'Shift+' : '';
  return `${ctrlKey || metaKey ? 'Ctrl+' : ''}${altKey ? 'Alt+' : ''}${shift}${key}`;
}

export function listen(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented) return;
    if (dialog.peek() !== undefined) return leave(event);
    const pressed = pressedKey(event);
    if (isTyped(event.target as Element, event)) return;
    const command = commandOf(pressed);
    if (command === undefined) return;
    event.preventDefault();
    perform(command);
  });
}

/** The browser would close the dialog too, but tell of it later, and keys until then would be taken for the dialog's. */
function leave(event: KeyboardEvent): void {
  if (event.key !== 'Escape') return;
  event.preventDefault();
  closeDialog();
}

/** Keys that a control needs itself. */
function isTyped(target: Element, { key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey) return false;
  if (target.matches('input:not([type="checkbox"], [type="file"], [type="range"]), textarea')) {
    return true;
  }
  const isMoving = key.startsWith('Arrow') || key === 'Home' || key === 'End';
  if (target.matches('[role="tab"]')) return isMoving || key === ' ';
  if (target.matches('select, [role="listbox"], [role="treeitem"], [role="grid"]')) {
    return key.length === 1 || isMoving;
  }
  return key === ' ' && target.matches('button, summary, a, input[type="checkbox"]');
}
