/** The commands that show the same in a terminal. */
import { type Exported, type ExportSelection, isAll } from './selection.ts';

/** One a line. A run of a scenario of one's own has to be saved first: no command alone makes it again. */
export function commandsFor(
  { source, name, title, count }: Pick<Exported, 'source' | 'name' | 'title' | 'count'>,
  selection: ExportSelection,
  to = 'text',
): readonly string[] {
  const file = fileName(source.kind === 'file' ? source.name : `${name}.jsonl`);
  const isOwn = source.kind === 'scenario' && source.text !== undefined;
  const doings =
    source.kind === 'scenario' && source.doings ? ` --do ${quoted(source.doings)}` : '';
  const first =
    source.kind === 'scenario' && !isOwn
      ? [
          `lifeline simulate ${quoted(source.scenario)} --seed ${quoted(source.seed)}${doings} --out ${file}`,
        ]
      : [];
  const saved = isOwn ? [`# ${file}: save this run as a trace first`] : [];
  const titled = to === 'svg' ? ` --title ${quoted(title)}` : '';
  const render = `lifeline render ${file}${titled}${renderFlags(selection, count, to)}`;
  return [...saved, ...first, render];
}

/** What the broker held after a record. */
export function inspectCommand(
  { source, name }: Pick<Exported, 'source' | 'name'>,
  n: number,
  clientId?: string,
): string {
  const file = fileName(source.kind === 'file' ? source.name : `${name}.jsonl`);
  return `lifeline inspect ${file} --at ${n}${clientId === undefined ? '' : ` --client ${quoted(clientId)}`}`;
}

function renderFlags(selection: ExportSelection, count: number, to: string): string {
  const flags = to === 'text' ? '' : ` --to ${to}`;
  const { from, to: last, clientIds, isDetailed } = selection;
  const details = isDetailed ? ' --details' : '';
  if (isAll(selection, count)) return flags + details;
  const range = `${from > 1 ? ` --from ${from}` : ''}${last < count ? ` --up-to ${last}` : ''}`;
  const clients = clientIds.map((id) => ` --client ${quoted(id)}`).join('');
  return `${flags}${range}${details}${clients}`;
}

function fileName(name: string): string {
  return quoted(name);
}

/** As a shell takes it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
