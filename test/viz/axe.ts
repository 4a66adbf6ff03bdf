/** What axe finds on a page, by the rules of WCAG 2.2 AA, as one line for each finding. */
import axeCore from 'axe-core';
import type { Page } from 'playwright-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Finding {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly html: string }[];
}

/** @returns findings, and how many rules had something to look at: with none, nothing was tested */
export async function axe(page: Page): Promise<{ found: readonly string[]; rules: number }> {
  // Through the debugger, which the page's policy does not bind.
  await page.evaluate(axeCore.source);
  const { violations, passes } = (await page.evaluate(
    (tags) => (window as unknown as Axe).axe.run({ runOnly: tags }),
    TAGS,
  )) as { violations: readonly Finding[]; passes: readonly unknown[] };
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, html }) => `${id}: ${help}: ${target.join(' ')}: ${html.slice(0, 120)}`),
  );
  return { found, rules: passes.length };
}

interface Axe {
  readonly axe: { run(options: object): Promise<object> };
}
