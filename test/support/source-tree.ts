// The project's own files, as the tidiness tests read them.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface SourceFile {
  /** Relative to the root of the project, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export const root = fileURLToPath(new URL('../..', import.meta.url));

const SKIPPED = new Set(['node_modules', 'dist', '.git', 'coverage']);
const TEXT = /\.(ts|tsx|mjs|json|md|css|html|txt|grit|yml)$|^\.ci\/run$/;

function pathsUnder(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return pathsUnder(path);
    return entry.isFile() ? [path] : [];
  });
}

/** Every text file of the project but npm's lock. */
export const projectFiles: readonly SourceFile[] = pathsUnder(root)
  .map((path) => ({ path: relative(root, path).split(sep).join('/'), absolute: path }))
  .filter(({ path }) => TEXT.test(path) && path !== 'package-lock.json')
  .map(({ path, absolute }) => ({ path, text: readFileSync(absolute, 'utf8') }));

export const codeFiles: readonly SourceFile[] = projectFiles.filter(({ path }) =>
  /^(machines|src|sim|viz|test|bench)\/.*\.tsx?$/.test(path),
);

export function topFolder(path: string): string {
  return path.slice(0, path.indexOf('/'));
}

export function lineCount(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

/** Without comments and strings, so that a word in them is not taken for code. Templates are kept: they have code. */
export function codeAlone(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, '');
}

/** What a file imports by a relative path, as paths from the root; type-only imports are imports. */
export function relativeImports({ path, text }: SourceFile): string[] {
  const specifiers =
    /^(?:(?:import|export)\b[^'\n]*\bfrom |import |\} from )'(\.[^']*)'|\bimport\('(\.[^']*)'/gm;
  return [...text.matchAll(specifiers)].map(([, specifier, dynamic]) =>
    posix.join(posix.dirname(path), (specifier ?? dynamic) as string),
  );
}
