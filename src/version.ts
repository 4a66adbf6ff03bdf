/** The version of this package. */
import { existsSync, readFileSync } from 'node:fs';

/** The package is one folder up in the sources, and two in what is built from them. */
export function readVersion(): string {
  const places = ['../package.json', '../../package.json'];
  const urls = places.map((place) => new URL(place, import.meta.url));
  const found = urls.find((url) => existsSync(url));
  if (found === undefined) throw new Error(`no package.json around ${import.meta.url}`);
  return JSON.parse(readFileSync(found, 'utf8')).version;
}
