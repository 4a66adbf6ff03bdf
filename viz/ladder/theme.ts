/** The colours of the ladder, from the page's custom properties; a canvas knows no style sheet. */

export interface LadderTheme {
  readonly paper: string;
  /** Words, arrows and connections. */
  readonly ink: string;
  /** Times, names, and what is only context. */
  readonly quiet: string;
  /** Guides that need not be read. */
  readonly faint: string;
  /** The ground of a session, and its edge. */
  readonly session: string;
  readonly edge: string;
  /** What is current. */
  readonly accent: string;
  readonly tint: string;
  /** A takeover, and nothing else. */
  readonly takeover: string;
  /** Faults, refusals, and what is lost. */
  readonly bad: string;
  /** Wills. */
  readonly will: string;
  /** For fonts of a canvas: everything but the size. */
  readonly font: string;
}

const NAMES: Readonly<Record<Exclude<keyof LadderTheme, 'font'>, string>> = {
  paper: '--paper',
  ink: '--ink',
  quiet: '--quiet',
  faint: '--faint',
  session: '--session',
  edge: '--edge',
  accent: '--accent',
  tint: '--tint',
  takeover: '--takeover',
  bad: '--bad',
  will: '--will',
};

/** With `forced-colors` the system says what is seen, and there are few colours: shapes tell the rest. */
const FORCED: Readonly<Record<keyof typeof NAMES, string>> = {
  paper: 'Canvas',
  ink: 'CanvasText',
  quiet: 'CanvasText',
  faint: 'GrayText',
  session: 'Canvas',
  edge: 'CanvasText',
  accent: 'Highlight',
  tint: 'transparent',
  takeover: 'LinkText',
  bad: 'LinkText',
  will: 'CanvasText',
};

/** @param styles of the element that is drawn on */
export function themeOf(styles: CSSStyleDeclaration, isForced: boolean): LadderTheme {
  const entries = Object.entries(NAMES).map(([name, property]) => {
    const value = isForced ? FORCED[name as keyof typeof NAMES] : styles.getPropertyValue(property);
    return [name, value.trim()] as const;
  });
  return { ...Object.fromEntries(entries), font: styles.fontFamily } as unknown as LadderTheme;
}

/** A colour as the bytes of a pixel, in the order in which a pixel of 32 bits has them. */
export function pixelOf(context: CanvasRenderingContext2D, colour: string): number {
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = 1;
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  context.restore();
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
