// Programs that some tests use and npm cannot install. They are installed where that is easy (root on Debian);
// elsewhere the tests that need them are left out, and a note says which and why.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { note, root, run, SetupError } from './setup.mjs';

/** Debian's documented way to keep a freshly installed service from being started (invoke-rc.d(8)). */
const POLICY = '/usr/sbin/policy-rc.d';
const APT_OPTIONS = [
  '-y',
  '-q',
  '--no-install-recommends',
  '-o',
  'DPkg::Lock::Timeout=60',
  '-o',
  'Acquire::Retries=1',
  '-o',
  'Acquire::http::Timeout=20',
];
const APT = {
  env: { DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_MODE: 'l' },
  timeoutMs: 180_000,
};

/** Brokers live in sbin, which is not on every user's PATH. */
export function hasCommand(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.some((folder) => folder !== '' && existsSync(join(folder, name)));
}

/** Installs what is missing if it can; never fails, because the tests skip what is not there. */
export async function installDebianPackages() {
  const programs = JSON.parse(readFileSync(join(root, 'scripts', 'debian.json'), 'utf8'));
  const missing = programs.filter(({ command }) => !hasCommand(command));
  if (missing.length === 0) return;
  const problem = reasonNotToInstall() ?? (await aptInstall(missing));
  for (const program of missing.filter(({ command }) => !hasCommand(command))) {
    note(`left out: ${program.usedFor}, because ${program.command} is missing: ${problem}`);
    note(`          on Debian: apt-get install ${program.package}`);
  }
}

function reasonNotToInstall() {
  if (!existsSync('/etc/debian_version') || !hasCommand('apt-get')) return 'this is not Debian';
  if (process.getuid?.() !== 0) return 'it takes root to install it';
  return undefined;
}

async function aptInstall(programs) {
  const names = programs.map((program) => program.package);
  note(`installing ${names.join(' and ')} from Debian (once)…`);
  const isPolicyOurs = !existsSync(POLICY);
  try {
    if (isPolicyOurs) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
    const install = () => run('apt-get', ['install', ...APT_OPTIONS, ...names], APT);
    let result = await install();
    if (result.code !== 0) {
      // The usual reason is a package list that is absent (a bare container) or out of date.
      await run('apt-get', ['update', ...APT_OPTIONS], APT);
      result = await install();
    }
    if (result.code !== 0) return `apt-get failed: ${lastLine(result.output)}`;
    // Nor may it start at the next boot and take port 1883 from the broker.
    const services = programs.flatMap((program) => program.service ?? []);
    if (hasCommand('systemctl')) await run('systemctl', ['disable', ...services]);
    return 'apt-get installed the package, but it has no such program';
  } catch (error) {
    if (error instanceof SetupError) throw error;
    return error.message;
  } finally {
    if (isPolicyOurs) rmSync(POLICY, { force: true });
  }
}

function lastLine(output) {
  return output.trim().split('\n').at(-1) ?? '';
}
