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
      // Or else it would be the button that closes it.
      element.querySelector<HTMLElement>('[data-first]')?.focus();
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

function closed(id: string): void {
  if (dialog.peek() === id) dialog.value = '';
}
