/** What every answer of the page's server says, so that a browser allows the page what it needs and nothing else. */
import type { PageFiles } from './page-files.ts';

const META = /<meta\s+http-equiv="Content-Security-Policy"\s+content="([^"]+)"/i;
/** For answers that are no page. */
const NOTHING = "default-src 'none'";
/** A meta element cannot say it. */
const NOT_IN_FRAMES = "frame-ancestors 'none'";

export type Headers = Readonly<Record<string, string>>;

/** The policy stands once, in the page itself, where it holds also without a server. */
export function headersFor(files: PageFiles): Headers {
  const policy = META.exec(files.get('/')?.body.toString('utf8') ?? '')?.[1] ?? NOTHING;
  return {
    'content-security-policy': `${policy}; ${NOT_IN_FRAMES}`,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}
