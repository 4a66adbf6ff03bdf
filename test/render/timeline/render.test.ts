// The same three traces through every renderer. A changed golden file is a changed picture: look at it.
import { describe, expect, test } from 'vitest';
import { renderSvg } from '../../../sim/render/svg/svg.ts';
import { renderText } from '../../../sim/render/text/text.ts';
import { stories } from './stories.ts';

describe.each(Object.entries(stories))('%s', (name, tell) => {
  test('is drawn as text', async () => {
    await expect(renderText(tell().timeline)).toMatchFileSnapshot(`${name}.txt`);
  });

  test('is drawn as SVG', async () => {
    await expect(renderSvg(tell().timeline, { title: name })).toMatchFileSnapshot(`${name}.svg`);
  });
});
