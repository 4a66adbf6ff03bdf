/** The looks of a picture of a chart: its colours as custom properties, so that a page around it can set its own. */

export type Theme = 'auto' | 'light' | 'dark';

export const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

/** One accent, for the active states and nothing else. */
const LIGHT =
  '--paper:#fff;--ink:#1c2430;--quiet:#5d6878;--line:#8a94a3;--rule:#d3d9e1;--box:#fff;' +
  '--group:rgb(38 60 92/.045);--accent:#0b63ce;--on-accent:#fff';
const DARK =
  '--paper:#12161d;--ink:#e8ecf2;--quiet:#9ba6b6;--line:#727e8e;--rule:#39424f;--box:#1b212a;' +
  '--group:rgb(160 190 235/.055);--accent:#7ab5ff;--on-accent:#08131f';

const RULES = [
  'text{font:11px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;fill:var(--ink)}',
  '.paper{fill:var(--paper)}',
  '.box{fill:var(--box);stroke:var(--line);stroke-width:1.25}',
  '.group>.box{fill:var(--group)}',
  '.region>.box{fill:none;stroke:none}',
  '.inner,.rule{fill:none;stroke:var(--line)}',
  '.rule{stroke:var(--rule)}',
  '.divider{fill:none;stroke:var(--line);stroke-dasharray:5 4}',
  '.name{font-size:14px;font-weight:600}',
  '.region>.name{fill:var(--quiet)}',
  '.guard{fill:var(--quiet)}',
  '.glyph{fill:none;stroke:var(--quiet);stroke-width:1.2;stroke-linecap:round;stroke-linejoin:round}',
  '.ignored,.violation{fill:var(--quiet);font-style:italic}',
  '.route{fill:none;stroke:var(--line);stroke-width:1.25}',
  '.head{fill:var(--line)}',
  '.muted .route{stroke:var(--rule);stroke-dasharray:3 3}',
  '.muted .head{fill:var(--rule)}',
  '.dot{fill:var(--ink)}',
  '.within>.box,.within>.inner{stroke:var(--accent);stroke-width:1.75}',
  '.region.within>.box{stroke:none}',
  '.within>.name{fill:var(--accent)}',
  '.active>.box{fill:var(--accent);stroke:var(--accent)}',
  '.active>.inner,.active>.rule,.active .glyph{stroke:var(--on-accent)}',
  '.active text,.active tspan{fill:var(--on-accent)}',
];

const HIGH_CONTRAST =
  '{--paper:Canvas;--ink:CanvasText;--quiet:CanvasText;--line:CanvasText;--rule:CanvasText;' +
  '--box:Canvas;--group:Canvas;--accent:Highlight;--on-accent:HighlightText;forced-color-adjust:none}';

/** A `<style>` in a picture is the page's as soon as it stands in one: every rule names the picture. */
export function styleOf(theme: Theme): string {
  const name = `.lifeline-chart.theme-${theme}`;
  const scoped = RULES.map((rule) => {
    const [selectors, body] = rule.split('{') as [string, string];
    return `${selectors.replace(/[^,]+/g, `.lifeline-chart $&`)}{${body}`;
  });
  return [
    `${name}{color-scheme:${theme === 'auto' ? 'light dark' : theme};${theme === 'dark' ? DARK : LIGHT}}`,
    ...(theme === 'auto' ? [`@media (prefers-color-scheme:dark){${name}{${DARK}}}`] : []),
    `@media (forced-colors:active){${name}${HIGH_CONTRAST}}`,
    ...scoped,
  ].join('\n');
}
