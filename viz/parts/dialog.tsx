/** A native dialog that is open while `dialog` says so. The browser keeps the focus in it and gives it back. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { dialog } from '../state/view.ts';

interface DialogProps {
  /** What `dialog` has to say. */
  readonly id: string;
  readonly title: string;
  readonly isWide?: boolean;
  readonly children: ComponentChildren;
}

export function Dialog({ id, title, isWide = false, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const isOpen = dialog.value === id;
  useLayoutEffect(() => {
    const element = ref.current;
    if (isOpen && element?.open === false) {
      element.showModal();
      return focusFirst(element);
    }
    if (!isOpen && element?.open) element.close();
  }, [isOpen]);
  return (
    <dialog
      ref={ref}
      aria-labelledby={`${id}-title`}
      class={isWide ? 'wide' : ''}
      onClose={() => closed(id)}
    >
      <div class="dialog-head">
        <h2 id={`${id}-title`}>{title}</h2>
        <button type="button" class="plain" aria-label="Close" onClick={() => closed(id)}>
          ✕
        </button>
      </div>
      {isOpen && children}
    </dialog>
  );
}

/** Or else it would be the button that closes it. What comes late gets it unless somebody has moved on. */
function focusFirst(element: HTMLDialogElement): () => void {
  const begun = document.activeElement;
  const observer = new MutationObserver(find);
  observer.observe(element, { childList: true, subtree: true });
  find();
  return () => observer.disconnect();

  function find(): void {
    const first = element.querySelector<HTMLElement>('[data-first]');
    if (first === null) return;
    observer.disconnect();
    if (document.activeElement === begun) first.focus();
  }
}

/** At once, so that the focus is back where it was before something else wants it. */
export function closeDialog(): void {
  dialog.value = '';
  document.querySelector<HTMLDialogElement>('dialog[open]')?.close();
}

function closed(id: string): void {
  if (dialog.peek() === id) dialog.value = '';
}
