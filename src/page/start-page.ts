/** The page beside a running broker: the visualizer, and what the broker does as it does it. */
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { omittedText, type PayloadMode, type PayloadText } from '../../machines/index.ts';
import { flagOf } from '../config/fields.ts';
import { payloadText } from '../recorder/payload-text.ts';
import { Feed, type FeedParts } from './feed.ts';
import { PAYLOAD_SHOWN_BYTES_MAXIMUM } from './limits.ts';
import { Live } from './live.ts';
import { readPageFiles, withMeta } from './page-files.ts';
import { startPageServer } from './page-server.ts';

/** Where the page asks for the live feed. */
const LIVE_PATH = '/live';
/** By which the page knows that it has a broker. */
const LIVE_META = 'lifeline-live';
const HASH_KEY_BYTES = 32;

export interface PageParts extends Omit<FeedParts, 'payload'> {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Where the page has been built. */
  readonly folder?: string;
}

export interface Page {
  /** Of the page, showing this broker. */
  readonly url: string;
  close(): void;
}

/** Rejects with ListenError, and with ConfigurationError when the page has not been built. */
export async function startPage({ host, port, folder, ...parts }: PageParts): Promise<Page> {
  const files = withMeta(readPageFiles(folder ?? builtPage()), LIVE_META, `.${LIVE_PATH}`);
  const live = new Live(new Feed({ ...parts, payload: shownPayload(parts.payloads) }));
  const server = await startPageServer({
    host,
    port,
    portFlag: flagOf({ name: 'pagePort' }),
    files,
    upgrades: new Map([
      [LIVE_PATH, (request, socket, head) => live.upgrade(request, socket, head)],
    ]),
  });
  return {
    url: `${server.url}#live`,
    close: () => {
      live.close();
      server.close();
    },
  };
}

/** The sources are two folders down, what is built from them is three. */
export function builtPage(): string {
  const isSource = import.meta.url.endsWith('.ts');
  return fileURLToPath(new URL(isSource ? '../../dist/page' : '../../page', import.meta.url));
}

/** One message goes to many, so what was made for the last one is kept. */
function shownPayload(mode: PayloadMode): PayloadText {
  const write = payloadText(mode, randomBytes(HASH_KEY_BYTES));
  let last: Uint8Array | undefined;
  let text = '';
  return (bytes) => {
    if (bytes !== last) {
      const isCut = mode === 'whole' && bytes.length > PAYLOAD_SHOWN_BYTES_MAXIMUM;
      text = isCut ? omittedText(bytes) : write(bytes);
      last = bytes;
    }
    return text;
  };
}
