/**
 * How wide a text will be, without a browser: the widths of DejaVu Sans, which is the widest of the fonts that people
 * read drawings with. In any narrower one there is a little more room, and never too little.
 */

/** Thousandths of the font's size, for the characters from space to tilde. */
const WIDTHS = [
  318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636,
  636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
  575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685,
  611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579,
  278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
];
const FIRST = 0x20;
const OTHERS = 1000;

/** Bold letters are wider, by no more than this. */
const BOLD = 1.13;

export interface Font {
  readonly size: number;
  /** From the top of one line to the top of the next. */
  readonly lineHeight: number;
  readonly isBold: boolean;
}

export const NAME: Font = { size: 14, lineHeight: 20, isBold: true };
export const SMALL: Font = { size: 11, lineHeight: 16, isBold: false };

export function textWidth(text: string, { size, isBold }: Font): number {
  let sum = 0;
  for (const character of text) {
    sum += WIDTHS[(character.codePointAt(0) as number) - FIRST] ?? OTHERS;
  }
  return Math.ceil((sum * size * (isBold ? BOLD : 1)) / 1000);
}
