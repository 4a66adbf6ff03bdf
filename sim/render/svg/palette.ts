/** The colours of drawings, for light and for dark. One accent, and everything else is ink. */

export interface Palette {
  readonly paper: string;
  /** Words, arrows and connections. */
  readonly ink: string;
  /** Times, names, and what is only context. */
  readonly quiet: string;
  /** Guides that need not be read. */
  readonly faint: string;
  /** The ground of a session. */
  readonly session: string;
  readonly sessionEdge: string;
  /** A takeover, and nothing else. */
  readonly accent: string;
}

export const LIGHT: Palette = {
  paper: '#ffffff',
  ink: '#1f2933',
  quiet: '#5b6773',
  faint: '#d5dbe1',
  session: '#eaf0f6',
  sessionEdge: '#8093a5',
  accent: '#c2340b',
};

export const DARK: Palette = {
  paper: '#14181d',
  ink: '#e4e9ee',
  quiet: '#98a4b0',
  faint: '#343d47',
  session: '#212a34',
  sessionEdge: '#667a8e',
  accent: '#ff8a5c',
};

export function variables(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');
}
