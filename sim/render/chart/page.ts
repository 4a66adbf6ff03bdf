/** A page of documentation with drawings of charts in it, each between `<!-- chart NAME -->` and `<!-- /chart -->`. */
import { type ChartName, machines } from '../../../machines/charts/index.ts';
import { chartMermaid } from './mermaid.ts';

const MARKED = /(<!-- chart (\S+) -->\n)[\s\S]*?(<!-- \/chart -->)/g;

/** @throws Error when the page marks the place of a chart that there is not. */
export function drawnPage(page: string): string {
  return page.replace(MARKED, (_, opening: string, name: string, closing: string) => {
    if (!Object.hasOwn(machines, name)) throw new Error(`there is no chart '${name}' to draw`);
    const drawing = chartMermaid(machines[name as ChartName]);
    return `${opening}\n\`\`\`mermaid\n${drawing}\`\`\`\n\n${closing}`;
  });
}

/** The charts that a page has drawings of. */
export function drawnCharts(page: string): readonly string[] {
  return [...page.matchAll(MARKED)].map(([, , name]) => name as string);
}
