/** The page has the style sheets of drawings once, and lets in none that stand in one. */
export function withoutStyle(svg: string): string {
  return svg.replace(/<style>[\s\S]*?<\/style>\n?/, '');
}
