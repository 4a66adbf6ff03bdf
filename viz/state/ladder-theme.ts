/** The colours that the page has now, for what is drawn on a canvas. */
import { effect, signal } from '@preact/signals';
import { type LadderTheme, themeOf } from '../ladder/theme.ts';
import { shownTheme } from './theme.ts';

const FORCED = matchMedia('(forced-colors: active)');

export const ladderTheme = signal<LadderTheme>(read());

function read(): LadderTheme {
  return themeOf(getComputedStyle(document.body), FORCED.matches);
}

function reread(): void {
  ladderTheme.value = read();
}

FORCED.addEventListener('change', reread);

effect(() => {
  // What it comes to is known to the style sheets.
  void shownTheme.value;
  reread();
});
