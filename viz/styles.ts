/** The style sheets of the drawings, taken in once. The page's policy lets in no style that stands in a drawing. */
import { styleOf } from '../sim/render/chart/svg-style.ts';
import { STYLE } from '../sim/render/svg/style.ts';

export function adoptDrawingStyles(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@layer drawings{${STYLE}\n${styleOf('auto')}}`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
