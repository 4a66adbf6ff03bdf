/** Light, dark, or as the system says. It is remembered on this machine. */
import { effect, signal } from '@preact/signals';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'lifeline-theme';

export const theme = signal<Theme>(remembered());

effect(() => {
  document.documentElement.dataset['theme'] = theme.value;
  try {
    localStorage.setItem(KEY, theme.value);
  } catch {
    // A page from disk, or a browser that keeps nothing: then it lasts as long as the page.
  }
});

export function nextTheme(): void {
  const next = THEMES[(THEMES.indexOf(theme.peek()) + 1) % THEMES.length];
  theme.value = next as Theme;
}

function remembered(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return THEMES.find((each) => each === kept) ?? 'auto';
  } catch {
    return 'auto';
  }
}
