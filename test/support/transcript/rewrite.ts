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

/** Performs the commands of one block and returns their lines; undefined when there is nothing to be told of them. */
export type Run = (commands: readonly string[]) => readonly string[] | undefined;

/** The same text with the output that there is now. */
export function rewrite(text: string, run: Run): string {
  const blocks = text.trim().split(/\n{2,}/);
  return `${blocks.map((block) => rewriteBlock(block, run)).join('\n\n')}\n`;
}

function rewriteBlock(block: string, run: Run): string {
  const lines = block.split('\n');
  const rule = lines.indexOf(RULE);
  const input = (rule < 0 ? lines : lines.slice(0, rule)).map((line) => line.trimEnd());
  const commands = input.filter((line) => line !== '' && !line.startsWith('#'));
  const output = commands.length === 0 ? undefined : run(commands);
  if (output === undefined) return input.join('\n');
  return [...input, RULE, ...(output.length === 0 ? ['(nothing)'] : output)].join('\n');
}
