/** Tests of the page in Debian's Chromium: what they need is there before the first, and gone after the last. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { hasCommand, needs } from '../support/debian.ts';
import { type BuiltPage, launchBrowser, serveBuiltPage } from './browser.ts';

/** A browser on a machine that has other things to do. */
const ROOM_MS = 60_000;

/** There from `beforeAll` on. */
export interface InChromium {
  readonly browser: Browser;
  /** Where the page is served. */
  readonly address: string;
}

/** A group of tests, left out where there is no Chromium. */
export function describeInChromium(name: string, tests: (given: InChromium) => void): void {
  const title = `${name} ${needs('chromium')}`;
  describe.skipIf(!hasCommand('chromium'))(title, { timeout: ROOM_MS }, () => {
    let built: BuiltPage | undefined;
    let browser: Browser | undefined;

    beforeAll(async () => {
      [built, browser] = await Promise.all([serveBuiltPage(), launchBrowser()]);
    }, ROOM_MS);

    afterAll(async () => {
      await browser?.close();
      await built?.close();
    });

    tests({
      get browser() {
        return there(browser);
      },
      get address() {
        return there(built).address;
      },
    });
  });
}

function there<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('nothing is there before the tests begin');
  return thing;
}
