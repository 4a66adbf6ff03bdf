/** A link that is too long for an address, as a file that is dropped on the page. */

/** What the names of such files end with. */
export const LINK_FILE = '.link.json';
const KIND = 'link';
const VERSION = 1;

export function linkFile(hash: string): string {
  return `${JSON.stringify({ lifeline: KIND, version: VERSION, hash }, undefined, 2)}\n`;
}

/** The hash in such a file; undefined for any other text. */
export function hashInFile(text: string): string | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const { lifeline, hash } = JSON.parse(text) as Record<string, unknown>;
    return lifeline === KIND && typeof hash === 'string' ? hash : undefined;
  } catch {
    return undefined;
  }
}
