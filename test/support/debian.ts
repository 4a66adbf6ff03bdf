// Programs that npm cannot install. scripts/test.mjs installs them where it can; a test that needs one skips
// itself where it could not, with a reason that names the Debian package:
//
//   describe.skipIf(!hasCommand('mosquitto_pub'))(`mosquitto_pub ${needs('mosquitto_pub')}`, …)
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

interface Program {
  readonly package: string;
  readonly command: string;
  readonly usedFor: string;
}

const programs: readonly Program[] = JSON.parse(
  readFileSync(new URL('../../scripts/debian.json', import.meta.url), 'utf8'),
);

/** The path of a program, also when it is in a folder for administrators that is not on the PATH. */
export function commandPath(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

export function hasCommand(name: string): boolean {
  return commandPath(name) !== undefined;
}

/** The reason to show beside a skipped test; empty when the program is there. */
export function needs(name: string): string {
  if (hasCommand(name)) return '';
  const program = programs.find(({ command }) => command === name);
  if (!program) throw new Error(`${name} is not listed in scripts/debian.json`);
  return `(left out: apt-get install ${program.package})`;
}
