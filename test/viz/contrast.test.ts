/** Colours of the page and of the drawings of charts: words at 4.5 to 1, what a drawing needs to be understood at 3 to 1. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { styleOf } from '../../sim/render/chart/svg-style.ts';
import { contrast } from '../support/contrast.ts';
import { root } from '../support/source-tree.ts';

type Colours = Readonly<Record<string, string>>;

const sheet = readFileSync(join(root, 'viz/style.css'), 'utf8');
const light = coloursIn(blockOf(sheet, ':root {'));
const dark = { ...light, ...coloursIn(blockOf(sheet, ':root[data-theme="dark"] {')) };

const WORDS = ['ink', 'quiet', 'accent', 'bad', 'takeover', 'will'];
const SHAPES = ['edge', 'accent'];

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('the page, %s', (_, colours) => {
  test.each(WORDS)('%s is legible on paper and on the ground', (name) => {
    expect(contrast(of(colours, name), of(colours, 'paper'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of(colours, name), of(colours, 'ground'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of(colours, name), of(colours, 'session'))).toBeGreaterThanOrEqual(4.5);
  });

  test('words on the accent are legible', () => {
    expect(contrast(of(colours, 'on-accent'), of(colours, 'accent'))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(SHAPES)('%s is seen on paper', (name) => {
    expect(contrast(of(colours, name), of(colours, 'paper'))).toBeGreaterThanOrEqual(3);
  });
});

describe.each(['light', 'dark'] as const)('a chart, %s', (theme) => {
  const colours = coloursIn(blockOf(styleOf(theme), '{'));

  test('words are legible in its boxes and beside them', () => {
    for (const name of ['ink', 'quiet', 'accent']) {
      expect(contrast(of(colours, name), of(colours, 'paper'))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(of(colours, name), of(colours, 'box'))).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(of(colours, 'on-accent'), of(colours, 'accent'))).toBeGreaterThanOrEqual(4.5);
  });

  test('lines are seen', () => {
    expect(contrast(of(colours, 'line'), of(colours, 'paper'))).toBeGreaterThanOrEqual(3);
  });
});

function blockOf(text: string, head: string): string {
  const at = text.indexOf(head);
  if (at < 0) throw new Error(`there is no ${head}`);
  return text.slice(at + head.length, text.indexOf('}', at));
}

function coloursIn(block: string): Colours {
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{3,8})/g)].map(([, name, colour]) => [
      name,
      colour,
    ]),
  );
}

function of(colours: Colours, name: string): string {
  const colour = colours[name];
  if (colour === undefined) throw new Error(`there is no colour --${name}`);
  return colour;
}
