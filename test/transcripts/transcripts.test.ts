// Every transcript is what both engines do. To write them anew: npx vitest run -u test/transcripts
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lineCount } from '../support/source-tree.ts';
import { Transcript } from '../support/transcript/commands.ts';
import { rewrite } from '../support/transcript/rewrite.ts';

const folder = new URL('.', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));
const LINES_MAX = 150;

test('there are transcripts', () => {
  expect(names.length).toBeGreaterThanOrEqual(30);
});

describe.each(names)('%s', (name) => {
  const path = new URL(name, folder);
  const text = readFileSync(path, 'utf8');

  test.each(['compiled', 'xstate'] as const)('is what happens, %s', async (engine) => {
    const transcript = new Transcript(engine);
    const rewritten = rewrite(text, (command) => transcript.run(command));
    await expect(rewritten).toMatchFileSnapshot(path.pathname);
  });

  test('begins with a sentence and the clauses it is about', () => {
    // A sentence may take more than one line; a behaviour that is ours alone says so.
    const [heading] = text.split('\n\n');
    expect(heading).toMatch(/^# [A-Z][\s\S]*\[(v(3|3\.1|5) .+|our own)\]\.$/);
    expect(lineCount(text)).toBeLessThanOrEqual(LINES_MAX);
  });
});
