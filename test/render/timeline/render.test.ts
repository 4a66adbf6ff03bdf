// The same three traces through every renderer. A changed golden file is a changed picture: look at it.
import { describe, expect, test } from 'vitest';
import { renderItf } from '../../../sim/render/itf.ts';
import { renderMermaid } from '../../../sim/render/mermaid.ts';
import { renderPcap } from '../../../sim/render/pcap.ts';
import { renderPerfetto } from '../../../sim/render/perfetto.ts';
import { renderShiviz } from '../../../sim/render/shiviz.ts';
import { renderSvg } from '../../../sim/render/svg/svg.ts';
import { renderText } from '../../../sim/render/text/text.ts';
import type { Timeline } from '../../../sim/render/timeline/types.ts';
import { stories } from './stories.ts';

const RENDERERS: readonly (readonly [ending: string, render: (timeline: Timeline) => string])[] = [
  ['txt', renderText],
  ['svg', renderSvg],
  ['mmd', renderMermaid],
  ['perfetto.json', renderPerfetto],
  ['itf.json', renderItf],
  ['shiviz.txt', renderShiviz],
  ['pcap.hex', (timeline) => hexDump(renderPcap(timeline))],
];

describe.each(Object.entries(stories))('%s', (name, tell) => {
  test.each(RENDERERS)('renders to %s', async (ending, render) => {
    await expect(render(tell().timeline)).toMatchFileSnapshot(`golden/${name}.${ending}`);
  });

  test.each(RENDERERS)('renders to %s in the same bytes each time', (_, render) => {
    const { timeline } = tell();
    expect(render(timeline)).toBe(render(timeline));
    expect(render(tell().timeline)).toBe(render(timeline));
  });
});

/** A golden file that a diff can show. */
function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const hex = [...bytes.subarray(at, at + 16)].map((byte) => byte.toString(16).padStart(2, '0'));
    lines.push(`${at.toString(16).padStart(6, '0')}  ${hex.join(' ')}`);
  }
  return `${lines.join('\n')}\n`;
}
