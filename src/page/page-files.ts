/** The files of the page, read once: a request is answered from this table or not at all. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { ConfigurationError } from '../errors.ts';
import { PAGE_BYTES_MAXIMUM, PAGE_FILES_MAXIMUM } from './limits.ts';

export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
  readonly etag: string;
  /** Its name changes with its contents. */
  readonly isImmutable: boolean;
}

/** By path, from `/`. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
const INDEX = 'index.html';
/** Where vite puts what it names after its contents. */
const HASHED_FOLDER = 'assets/';

/** @throws ConfigurationError when the page has not been built */
export function readPageFiles(folder: string): PageFiles {
  if (!existsSync(join(folder, INDEX))) {
    throw new ConfigurationError(
      `the page is not in ${folder}: build it with npm run build:viz, or do without it with --no-page`,
    );
  }
  const files = new Map<string, PageFile>();
  let bytes = 0;
  for (const path of pathsUnder(folder)) {
    const type = TYPES[extname(path)];
    if (type === undefined) continue;
    const body = readFileSync(path);
    bytes += body.length;
    const name = relative(folder, path).split(sep).join('/');
    files.set(`/${name}`, pageFile(type, body, name.startsWith(HASHED_FOLDER)));
  }
  if (files.size > PAGE_FILES_MAXIMUM || bytes > PAGE_BYTES_MAXIMUM) {
    throw new ConfigurationError(`${folder} has more in it than a page: ${files.size} files`);
  }
  return files.set('/', files.get(`/${INDEX}`) as PageFile);
}

/** The same files, with something said to the page in its head. Neither may need escapes. */
export function withMeta(files: PageFiles, name: string, content: string): PageFiles {
  const page = files.get('/') as PageFile;
  const meta = `<meta name="${name}" content="${content}">`;
  const body = Buffer.from(page.body.toString('utf8').replace('</head>', () => `${meta}</head>`));
  const said = pageFile(page.type, body, false);
  return new Map([...files, ['/', said], [`/${INDEX}`, said]]);
}

function pageFile(type: string, body: Buffer, isImmutable: boolean): PageFile {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return { type, body, etag, isImmutable };
}

function pathsUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return pathsUnder(path);
    return entry.isFile() ? [path] : [];
  });
}
