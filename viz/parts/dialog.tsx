/** A native dialog that is open while `dialog` says so. The browser keeps the focus in it and gives it back. */
import { type ComponentChildren, Fragment } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { dialog, type Opening } from '../state/view.ts';

interface DialogProps {
  /** What `dialog` has to say. */
  readonly id: string;
  readonly title: string;
  readonly isWide?: boolean;
  readonly children: ComponentChildren;
}

export function Dialog({ id, title, isWide = false, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const opening = dialog.value?.id === id ? dialog.value : undefined;
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    if (opening === undefined) return element.close();
    if (!element.open) element.showModal();
    return focusFirst(element);
  }, [opening]);
  const close = () => closed(opening);
  // It is told late: the dialog may have been opened again by then.
  const closedByBrowser = () => {
    if (ref.current?.open === false) close();
  };
  return (
    <dialog
      ref={ref}
      aria-labelledby={`${id}-title`}
      class={isWide ? 'wide' : ''}
      onClose={closedByBrowser}
    >
      <div class="dialog-head">
        <h2 id={`${id}-title`}>{title}</h2>
        <button type="button" class="plain" aria-label="Close" onClick={close}>
          ✕
        </button>
      </div>
      {opening && <Fragment key={opening.number}>{children}</Fragment>}
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
  dialog.value = undefined;
  document.querySelector<HTMLDialogElement>('dialog[open]')?.close();
}

/** Unless it has been opened again. */
function closed(opening: Opening | undefined): void {
  if (dialog.peek() === opening) dialog.value = undefined;
}
