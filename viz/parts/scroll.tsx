/** A region that scrolls, and that the keyboard can therefore reach. */
import type { ComponentChildren, Ref } from 'preact';

interface ScrollProps {
  readonly id: string;
  readonly label: string;
  readonly box?: Ref<HTMLElement>;
  readonly onClick?: (event: MouseEvent) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly children?: ComponentChildren;
}

export function Scroll({ id, label, box, onClick, onKeyDown, children }: ScrollProps) {
  const more = {
    ...(box && { ref: box }),
    ...(onClick && { onClick }),
    ...(onKeyDown && { onKeyDown }),
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached with the keyboard
    <section id={id} class="scroll" tabIndex={0} aria-label={label} {...more}>
      {children}
    </section>
  );
}
