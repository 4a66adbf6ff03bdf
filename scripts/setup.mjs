// What every `npm run` of this project needs first: a Node that is new enough, the pinned dependencies,
// and an up-to-date build. It runs before anything is installed, so it imports nothing but Node itself.
// It never writes to stdout, which belongs to the program that is being started.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = realpathSync(fileURLToPath(new URL('..', import.meta.url)));

/** How long a step may take before we say what is going on. */
const PATIENCE_MS = 700;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

export function note(line) {
  process.stderr.write(`lifeline: ${line}\n`);
}

/** An error whose message is all that the person at the terminal needs; no stack. */
export class SetupError extends Error {}

/** Reads "engines" rather than repeating the number, so that there is one place to raise it. */
export function requireNode(found = process.versions.node) {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const needed = engines.node.replace(/[^0-9.]/g, '');
  const [major, minor] = found.split('.').map(Number);
  const [neededMajor, neededMinor = 0] = needed.split('.').map(Number);
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return;
  throw new SetupError(`Node ${needed} or later is needed, and this is Node ${found}.`);
}

/**
 * Runs a program to its end and resolves to { code, output, ms }. With `inherit`, its output goes straight
 * to the terminal; otherwise it is collected, and `saying` is noted if the program is slow. A signal to us is
 * passed on, and ends us only after the program, so that nothing is orphaned and every `finally` runs.
 */
export function run(command, args, options = {}) {
  const { inherit = false, stdin = 'ignore', saying, env, timeoutMs } = options;
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: inherit ? [stdin, 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      shell: process.platform === 'win32' && command === 'npm',
    });
    let output = '';
    let interruptedBy;
    const collect = (chunk) => {
      output += chunk;
    };
    const interrupt = (signal) => {
      interruptedBy = signal;
      child.kill(signal);
    };
    child.stdout?.setEncoding('utf8').on('data', collect);
    child.stderr?.setEncoding('utf8').on('data', collect);
    for (const signal of SIGNALS) process.on(signal, interrupt);
    const patience = saying ? setTimeout(() => note(saying), PATIENCE_MS) : undefined;
    const finish = (code) => {
      clearTimeout(patience);
      for (const signal of SIGNALS) process.off(signal, interrupt);
      if (interruptedBy) reject(new SetupError(`interrupted by ${interruptedBy}`));
      else resolve({ code, output, ms: performance.now() - startedAt });
    };
    child.once('error', (error) => {
      output += error.message;
      finish(127);
    });
    child.once('close', (code, signal) => {
      if (signal) output += `\n${command} was ended by ${signal}`;
      finish(code ?? 1);
    });
  });
}

/** Installed tools are run by this very Node, not by whatever `node` is first on the PATH. */
export function runTool(tool, args, options) {
  return run(process.execPath, [toolPath(tool), ...args], options);
}

function toolPath(tool) {
  const folder = join(root, 'node_modules', tool.package);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[tool.command]);
}

export const tools = {
  biome: { package: '@biomejs/biome', command: 'biome' },
  tsc: { package: 'typescript', command: 'tsc' },
  vitest: { package: 'vitest', command: 'vitest' },
  knip: { package: 'knip', command: 'knip' },
};

/** Installs the dependencies of package-lock.json unless exactly these are there. */
export async function install() {
  const lockPath = join(root, 'package-lock.json');
  const markPath = join(root, 'node_modules', '.lifeline-lock');
  const lock = existsSync(lockPath) ? readFileSync(lockPath, 'utf8') : '';
  // Some dependencies are prebuilt binaries: a folder copied from another kind of machine is stale too.
  const mark = createHash('sha256')
    .update(`${process.platform} ${process.arch} ${lock}`)
    .digest('hex');
  if (existsSync(markPath)) {
    if (readFileSync(markPath, 'utf8') === mark) return;
  } else if (lock && isInstalledByHand(JSON.parse(lock))) {
    return writeFileSync(markPath, mark);
  }
  note('installing dependencies (once)…');
  // Not `npm ci`: it refuses a lock that was written where the registry lacks the binaries of other platforms.
  // With --no-save, `npm install` too takes exactly the locked versions and leaves the lock alone.
  // TypeScript is a development dependency and is needed to build, whatever NODE_ENV says.
  const args = ['install', '--no-save', '--include=dev', '--no-fund', '--no-audit'];
  const npmCli = process.env.npm_execpath;
  const { code, output } = npmCli?.endsWith('npm-cli.js')
    ? await run(process.execPath, [npmCli, ...args])
    : await run('npm', args);
  if (code !== 0) throw new SetupError(`npm install failed:\n${output.trim()}`);
  if (lock) writeFileSync(markPath, mark);
}

/** Somebody has run `npm ci` without us: believe npm's own record if it names the same versions. */
function isInstalledByHand(lock) {
  const recordPath = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(recordPath)) return false;
  const { packages: installed } = JSON.parse(readFileSync(recordPath, 'utf8'));
  return Object.entries(lock.packages).every(
    ([path, wanted]) =>
      path === '' ||
      (wanted.optional && !installed[path]) ||
      (installed[path]?.version === wanted.version && existsSync(join(root, path))),
  );
}

/** Builds one project and those it refers to, or all. `tsc -b` itself knows what is up to date. */
export async function build(project = '.') {
  const { code, output } = await runTool(tools.tsc, ['-b', project], { saying: 'building…' });
  if (code !== 0) throw new SetupError(`the build failed (tsc -b ${project}):\n${output.trim()}`);
}

/** Runs a script's main function; what is the user's to repair is told without a stack. */
export async function main(body) {
  try {
    requireNode();
    await body(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    note(error.message);
    process.exitCode = 1;
  }
}
