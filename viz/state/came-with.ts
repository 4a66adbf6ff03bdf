/** A trace that the page came with: inside it, in a report, or beside it, from `lifeline view`. */

/** Where `lifeline view` serves it. */
const SERVED_AT = './trace';

/** In a report, packed and in base64, so that nothing in it can be taken for the page's own. */
export function traceInside(): File | undefined {
  const element = document.getElementById('trace');
  if (element === null) return undefined;
  const bytes = Uint8Array.from(atob(element.textContent ?? ''), (char) => char.charCodeAt(0));
  return new File([bytes], element.dataset['name'] ?? 'trace');
}

/** @throws Error when it is not there any more */
export async function traceBeside(name: string): Promise<File> {
  const response = await fetch(SERVED_AT).catch(() => undefined);
  if (response === undefined || !response.ok) {
    throw new Error(`${name} is not served any more: run lifeline view again`);
  }
  return new File([await response.blob()], name);
}
