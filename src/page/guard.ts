/**
 * Who may ask. A page of another site can make a browser send requests here, and can give its own name our address
 * (DNS rebinding); what it cannot do is take away its name from the `Host` and `Origin` that the browser sends.
 */
import { isIP } from 'node:net';

/** Whether a request was meant for us: by address, as `localhost`, or by the name that we were told to listen on. */
export function isOurs(hostHeader: string | undefined, host: string): boolean {
  const name = hostNameOf(hostHeader);
  if (name === undefined) return false;
  return isIP(name) !== 0 || name === 'localhost' || name === host.toLowerCase();
}

/** Whether the page that asks came from here. Programs that are no browser say nothing of where they are from. */
export function isSameOrigin(origin: string | undefined, hostHeader: string | undefined): boolean {
  if (origin === undefined) return true;
  return origin.toLowerCase() === `http://${hostHeader?.toLowerCase()}`;
}

/** `[::1]:1884` is `::1`. */
function hostNameOf(header: string | undefined): string | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(header ?? '');
  return (match?.[1] ?? match?.[2])?.toLowerCase();
}
