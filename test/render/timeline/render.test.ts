// The same three traces through every renderer. A changed golden file is a changed picture: look at it.
import { describe, expect, test } from 'vitest';
import { renderText } from '../../../sim/render/text/text.ts';
import { stories } from './stories.ts';

describe.each(Object.entries(stories))('%s', (name, tell) => {
  test('is drawn as text', async () => {
    await expect(renderText(tell().timeline)).toMatchFileSnapshot(`${name}.txt`);
  });
});
