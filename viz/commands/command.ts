/** Something that a person can do. Keys, palette and help are made from the list of these. */
export interface Command {
  readonly id: string;
  /** As the palette and the help say it: `Next record`. */
  readonly title: string;
  readonly group: 'Move' | 'Run' | 'View' | 'Do' | 'Explain' | 'Share';
  /** As `KeyboardEvent.key` names them; `Shift+ArrowLeft`, and `Ctrl+k` for control or command. */
  readonly keys?: readonly string[];
  /** Without it, always. */
  readonly isEnabled?: () => boolean;
  readonly run: () => void;
}
