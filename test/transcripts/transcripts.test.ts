// Every transcript is what both engines do. To write them anew: npx vitest run test/transcripts -u
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findClause } from '../../machines/index.ts';
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
    const rewritten = rewrite(text, (commands) => transcript.run(commands));
    await expect(rewritten).toMatchFileSnapshot(path.pathname);
  });

  test('begins with a sentence and the clauses it is about', () => {
    const [heading = ''] = text.split('\n\n');
    const [, clauses = ''] = /^# [A-Z][\s\S]* \[([^\]]+)\]\.$/.exec(heading) ?? [];
    // A behaviour that no standard asks for says so.
    const unknown = clauses
      .replaceAll('\n# ', ' ')
      .split(', ')
      .filter((clause) => clause !== 'our own' && findClause(clause) === undefined);
    expect(unknown).toEqual([]);
    expect(lineCount(text)).toBeLessThanOrEqual(LINES_MAX);
  });
});
