/** The style sheet of a drawing. Every rule is below one class, so that a drawing within a page leaves it alone. */
import { DARK, LIGHT, variables } from './palette.ts';

export const STYLE = `
.lifeline-timeline{${variables(LIGHT)};background:var(--paper);color-scheme:light dark;font:12px/1 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
@media (prefers-color-scheme:dark){.lifeline-timeline{${variables(DARK)}}}
.lifeline-timeline text{fill:var(--ink);font-variant-numeric:tabular-nums}
.lifeline-timeline .halo{paint-order:stroke;stroke:var(--paper);stroke-width:5px;stroke-linejoin:round}
.lifeline-timeline .halo.ground{stroke:var(--session)}
.lifeline-timeline .quiet{fill:var(--quiet)}
.lifeline-timeline .small{font-size:11px}
.lifeline-timeline .title{font-size:20px;font-weight:600}
.lifeline-timeline .head{font-size:14px;font-weight:600}
.lifeline-timeline .paper{fill:var(--paper)}
.lifeline-timeline .box{fill:var(--paper);stroke:var(--sessionEdge);stroke-width:1}
.lifeline-timeline .axis{stroke:var(--faint);stroke-width:1.5;fill:none}
.lifeline-timeline .moment{stroke:var(--quiet);stroke-width:3;stroke-linecap:round}
.lifeline-timeline .fold{stroke:var(--faint);stroke-width:1.5;stroke-dasharray:2 5;fill:none}
.lifeline-timeline .online{fill:var(--session)}
.lifeline-timeline .session{fill:none;stroke:var(--sessionEdge);stroke-width:1;opacity:.7}
.lifeline-timeline .hatch{stroke:var(--sessionEdge);stroke-width:1.5;opacity:.55}
.lifeline-timeline .broker{stroke:var(--ink);stroke-width:4}
.lifeline-timeline .opening{stroke:var(--ink);stroke-width:1.5;stroke-dasharray:1 3}
.lifeline-timeline .connected{stroke:var(--ink);stroke-width:2.5}
.lifeline-timeline .exchange{fill:var(--paper);stroke:var(--quiet);stroke-width:1}
.lifeline-timeline .waiting{stroke:var(--quiet);stroke-width:3;stroke-dasharray:1 4;stroke-linecap:round;fill:none}
.lifeline-timeline .arrow{stroke:var(--ink);stroke-width:1.3;fill:none}
.lifeline-timeline .tip{fill:var(--ink)}
.lifeline-timeline .cross{stroke:var(--ink);stroke-width:2;stroke-linecap:round;fill:none}
.lifeline-timeline .clear{stroke:var(--paper);stroke-width:6;stroke-linecap:round;fill:none}
.lifeline-timeline .hollow{fill:var(--paper);stroke:var(--ink);stroke-width:1.5}
.lifeline-timeline .takeover .arrow{stroke:var(--accent);stroke-width:2}
.lifeline-timeline .takeover .tip{fill:var(--accent)}
.lifeline-timeline .takeover text{fill:var(--accent);font-weight:600}
.lifeline-timeline .event:hover .arrow{stroke-width:3}
.lifeline-timeline .event:hover text{text-decoration:underline}
`.trim();
