/** Files as blocks of whole lines, wherever the chunks that they are read in end. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readBlocks, readTrace } from '../../sim/cli/read-trace.ts';

const folder = mkdtempSync(join(tmpdir(), 'lifeline-blocks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Lines from nothing to several chunks long, with characters of more bytes than one. */
const lines = Array.from({ length: 400 }, (_, index) =>
  `${index} é`.repeat(index % 100 === 99 ? 150_000 : (index * 37) % 1_000),
);
const last = 'cut o';
const text = lines.map((line) => `${line}\n`).join('') + last;

async function blocksOf(path: string): Promise<{ bytes: Buffer; last: string | undefined }[]> {
  const blocks: { bytes: Buffer; last: string | undefined }[] = [];
  for await (const { bytes, last } of readBlocks(path)) {
    blocks.push({ bytes: Buffer.from(bytes), last });
  }
  return blocks;
}

async function linesOf(path: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { lines, last } of readTrace(path)) {
    for (const line of lines) found.push(line);
    if (last !== undefined) found.push(last);
  }
  return found;
}

describe.each([
  ['plain', (bytes: string) => bytes],
  ['packed', (bytes: string) => gzipSync(bytes)],
])('a %s file', (kind, pack) => {
  const path = join(folder, `${kind}.jsonl`);
  writeFileSync(path, pack(text));

  it('comes in blocks of whole lines, and what stands behind the last of them', async () => {
    const blocks = await blocksOf(path);
    for (const { bytes } of blocks) if (bytes.length > 0) expect(bytes.at(-1)).toBe(0x0a);
    expect(Buffer.concat(blocks.map(({ bytes }) => bytes)).toString()).toBe(
      text.slice(0, -last.length),
    );
    expect(blocks.flatMap((block) => block.last ?? [])).toEqual([last]);
  });

  it('comes as lines', async () => {
    expect(await linesOf(path)).toEqual([...lines, last]);
  });
});

it('the parts of a folder come one after another, each with its own end', async () => {
  for (const part of [1, 2]) writeFileSync(join(folder, `trace-00000${part}.jsonl`), `${part}\n`);
  const files: string[] = [];
  for await (const { file, bytes } of readBlocks(folder)) files.push(`${file.slice(-14)} ${bytes}`);
  expect(files).toEqual([
    'e-000001.jsonl 1\n',
    'e-000001.jsonl ',
    'e-000002.jsonl 2\n',
    'e-000002.jsonl ',
  ]);
});
