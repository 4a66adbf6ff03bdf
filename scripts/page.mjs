// Builds the page: dist/page, which any web server can serve, and dist/report.html, one file with everything in it, into
// which `lifeline report` puts a trace. Nothing is done when nothing has changed. As a program: `npm run build:viz`, and
// with a folder behind `--` the page is copied there.
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { install, main, note, root, SetupError } from './setup.mjs';

/** What the page is made of. */
const SOURCES = [
  'viz',
  'sim',
  'machines',
  'scripts/page.mjs',
  'vite.config.ts',
  'package-lock.json',
];
const NOT_SOURCES = /(^|\/)(cli|tsconfig\.json)(\/|$)/;
const PAGE = join(root, 'dist', 'page');
const MARK = join(root, 'dist', 'page.mark');
const REPORT = join(root, 'dist', 'report.html');
/** Held by who builds: with the number of its process, so that one that has been killed keeps nobody waiting. */
const LOCK = join(root, 'dist', 'page.lock');
const LOCKED_POLL_MS = 100;
const CONFIG = { configFile: join(root, 'vite.config.ts'), root: join(root, 'viz') };

/**
 * @param log of vite; what has been built is told only to who asked for it
 * @param folder for a copy
 */
export async function buildPage(log = 'error', folder = undefined) {
  mkdirSync(join(root, 'dist'), { recursive: true });
  await lock();
  try {
    await buildAlone(log);
    if (folder !== undefined) cpSync(PAGE, folder, { recursive: true });
  } finally {
    rmSync(LOCK, { force: true });
  }
}

/** Tests, a broker and a person may want the page at the same time: one builds it, the others wait. */
async function lock() {
  for (;;) {
    try {
      writeFileSync(LOCK, `${process.pid}`, { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (!isHeld()) rmSync(LOCK, { force: true });
    else await after(LOCKED_POLL_MS);
  }
}

function isHeld() {
  try {
    process.kill(Number(readFileSync(LOCK, 'utf8')), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function buildAlone(log) {
  const mark = markOf(SOURCES.flatMap((source) => filesIn(join(root, source))));
  const isBuilt = existsSync(join(PAGE, 'index.html')) && existsSync(REPORT);
  if (isBuilt && existsSync(MARK) && readFileSync(MARK, 'utf8') === mark) return;
  note('building the page…');
  const { build } = await import('vite');
  // Beside the old one, which is there for whoever reads it until the new one takes its place.
  const outDir = join(root, 'dist', `page-${process.pid}`);
  try {
    await build({ ...CONFIG, logLevel: log, build: { outDir, emptyOutDir: true } });
    const { output } = await build({ ...CONFIG, logLevel: 'error', mode: 'report' });
    rmSync(PAGE, { recursive: true, force: true });
    renameSync(outDir, PAGE);
    writeFileSync(REPORT, oneFile(output));
    writeFileSync(MARK, mark);
  } catch (error) {
    throw new SetupError(`the page cannot be built: ${error.message}`);
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

/** By contents: a clone, a checkout and a copy have other times. */
function markOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths.sort()) {
    hash
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesIn(path) {
  if (!existsSync(path)) return [];
  try {
    return readdirSync(path, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      .filter((file) => !NOT_SOURCES.test(relative(root, file)));
  } catch (error) {
    if (error.code !== 'ENOTDIR') throw error;
    return [path];
  }
}

/** The page with its scripts and styles in it, and a policy that lets in exactly these. */
function oneFile(output) {
  const html = the(output, ({ fileName }) => fileName === 'index.html').source;
  const script = inScript(the(output, ({ isEntry }) => isEntry).code);
  const worker = inScript(the(output, ({ fileName }) => /worker.*\.js$/.test(fileName)).source);
  const style = the(output, ({ fileName }) => fileName.endsWith('.css')).source;
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    'worker-src blob:',
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const replaced = html
    .replace(/content="default-src[^"]*"/, () => `content="${policy}"`)
    .replace(/\s*<script type="module"[^>]*><\/script>/, '')
    .replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${style}</style>`)
    .replace(
      '</body>',
      () =>
        `<script type="text/plain" id="worker">${worker}</script>\n` +
        `<script type="application/gzip" id="trace"></script>\n` +
        `<script type="module">${script}</script>\n</body>`,
    );
  const left = /<(?:script|link|img)[^>]*(?:src|href)="(?!data:)[^"]*"/.exec(replaced);
  if (left !== null) throw new Error(`the report would ask for a file: ${left[0]}`);
  return replaced;
}

function the(output, isMeant) {
  const found = output.filter(isMeant);
  if (found.length === 1) return found[0];
  const names = output.map(({ fileName }) => fileName).join(', ');
  throw new Error(`the report needs one file of each kind, and there are ${names}`);
}

/** What would end a script element is written so that it means the same to a script. */
function inScript(code) {
  return String(code)
    .replace(/<\/(script)/gi, '<\\/$1')
    .replace(/<!--/g, '<\\!--');
}

function hashOf(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(async () => {
    await install();
    const folder = process.argv[2];
    await buildPage('info', folder);
    note(`the page is in ${folder ?? 'dist/page'}`);
  });
}
