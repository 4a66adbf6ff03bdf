/** A button for a command: its words, its key, and whether it can be done now are the command's. */
import type { ComponentChildren } from 'preact';
import { commandNamed, perform } from '../commands/all.ts';

interface CommandButtonProps {
  readonly id: string;
  readonly label?: string;
  readonly class?: string;
  readonly children?: ComponentChildren;
}

export function CommandButton({ id, label, class: name = '', children }: CommandButtonProps) {
  const command = commandNamed(id);
  const { title, keys } = command;
  const words = label ?? title;
  const isEnabled = command.isEnabled?.() ?? true;
  // Not `disabled`: that would take the focus away from who steps with the keyboard.
  return (
    <button
      type="button"
      class={name}
      aria-label={words}
      title={keys === undefined ? words : `${words} (${keysInWords(keys)})`}
      aria-disabled={!isEnabled}
      onClick={() => perform(command)}
    >
      {children}
    </button>
  );
}

const SIGNS: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ' ': 'Space',
};

export function keysInWords(keys: readonly string[]): string {
  return keys
    .map((key) => key.replace(/(?<=^|\+)(Arrow\w+| )$/, (sign) => SIGNS[sign] ?? sign))
    .join(', ');
}
