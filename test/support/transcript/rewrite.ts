/**
 * Transcripts: what is done to a broker and what it does, as text that is checked and can be written anew.
 *
 *     # Comments are kept.
 *
 *     connect c1 v=5
 *     ----
 *      0.000 s  c1 ← CONNACK Success
 *
 * Commands stand one on a line, their common output below the rule, and a blank line ends it.
 */
const RULE = '----';

/** The same text with the output that there is now. `run` performs one command and returns its lines. */
export function rewrite(text: string, run: (command: string) => readonly string[]): string {
  const blocks = text.trim().split(/\n{2,}/);
  return `${blocks.map((block) => rewriteBlock(block, run)).join('\n\n')}\n`;
}

function rewriteBlock(block: string, run: (command: string) => readonly string[]): string {
  const lines = block.split('\n');
  const rule = lines.indexOf(RULE);
  const input = (rule < 0 ? lines : lines.slice(0, rule)).map((line) => line.trimEnd());
  const commands = input.filter((line) => line !== '' && !line.startsWith('#'));
  if (commands.length === 0) return input.join('\n');
  const output = commands.flatMap(run);
  return [...input, RULE, ...(output.length === 0 ? ['(nothing)'] : output)].join('\n');
}
