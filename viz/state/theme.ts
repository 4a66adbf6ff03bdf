/** Light, dark, or as the system says. It is remembered on this machine. */
import { computed, effect, signal } from '@preact/signals';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'lifeline-theme';

export const theme = signal<Theme>(remembered());

const system = matchMedia('(prefers-color-scheme: dark)');
const isSystemDark = signal(system.matches);
system.addEventListener('change', ({ matches }) => {
  isSystemDark.value = matches;
});

/** What is shown. */
export const shownTheme = computed<'light' | 'dark'>(() => {
  if (theme.value !== 'auto') return theme.value;
  return isSystemDark.value ? 'dark' : 'light';
});

effect(() => {
  document.documentElement.dataset['theme'] = shownTheme.value;
});

effect(() => {
  const chosen = theme.value;
  try {
    localStorage.setItem(KEY, chosen);
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
