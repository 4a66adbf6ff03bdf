// What no tool knows about the house style. Each gate asserts that it has looked at something, because a gate
// that looks at nothing is green for ever.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  codeAlone,
  codeFiles,
  lineCount,
  projectFiles,
  relativeImports,
  root,
  type SourceFile,
  topFolder,
} from './support/source-tree.ts';

const MAX_LINES = 400;
/** Longer on purpose: tables of data, which nobody reads from top to bottom. */
const MAY_BE_LONGER: readonly { path: RegExp; because: string }[] = [
  { path: /^machines\/clauses\/[^/]+\.ts$/, because: 'the normative statements, as a table' },
];

/** Who may import whom: the references of the TypeScript projects, and the imports in the files. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  machines: [],
  src: ['machines'],
  sim: ['machines'],
  viz: ['machines', 'sim'],
  test: ['machines', 'src', 'sim'],
  /** The browser's types are for these alone. */
  'test/viz': ['machines', 'src', 'sim', 'viz', 'test'],
  bench: ['machines', 'src', 'sim'],
};

interface Ban {
  readonly pattern: RegExp;
  readonly instead: string;
  readonly where: (path: string) => boolean;
  /** A ban on a word would be a ban on explaining it, so most look past comments and strings. */
  readonly inAllText?: boolean;
}

const anywhere = () => true;
const inCode = (path: string) => /\.(tsx?|mjs)$/.test(path);
const inTests = (path: string) => path.startsWith('test/');
const inDeterministic = (path: string) => /^(machines|sim)\/(?!cli\/).*\.ts$/.test(path);
const timeIsAnInput = 'time is an input: every input carries `nowMs`';
const laterIsAnInput = 'whatever is asynchronous is an effect with a later input';

const BANS: readonly Ban[] = [
  {
    pattern: /FIXME/,
    instead: 'repair it, or record the limit where users read it',
    where: anywhere,
    inAllText: true,
  },
  {
    pattern: /(\.\.|\bwork)\/shared\b|(?<![\w/-])shared\/\w/,
    instead: 'a path of this repository',
    where: anywhere,
    inAllText: true,
  },
  {
    pattern: /\.library\b/,
    instead: 'the source that it stands for',
    where: anywhere,
    inAllText: true,
  },
  {
    pattern: /@ts-(ignore|nocheck)/,
    instead: '@ts-expect-error with a reason',
    where: inCode,
    inAllText: true,
  },
  { pattern: /\bas any\b/, instead: 'unknown, narrowed', where: inCode },
  { pattern: /\.only\(/, instead: 'npm test -- -t NAME', where: inTests },
  { pattern: /\bMath\.random\b/, instead: 'a number from the seed', where: inDeterministic },
  { pattern: /\bDate\.now\b|\bnew Date\b/, instead: timeIsAnInput, where: inDeterministic },
  { pattern: /\bperformance\.now\b/, instead: timeIsAnInput, where: inDeterministic },
  { pattern: /\basync\b|\bawait\b|\bPromise\b/, instead: laterIsAnInput, where: inDeterministic },
  {
    pattern: /new Promise[^;]{0,60}=>\s*\{?\s*setTimeout\(/,
    instead: 'wait for the event itself, or expect.poll',
    where: inTests,
  },
  {
    pattern: /\btimers\/promises\b/,
    instead: 'wait for the event itself, or expect.poll',
    where: inTests,
    inAllText: true,
  },
];

/** This file alone may spell out what is banned. */
const SELF = 'test/tidy.test.ts';

function violations(ban: Ban, files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const searched = ban.inAllText ? text : codeAlone(text);
    const found = ban.pattern.exec(searched);
    return found ? [`${path}: ${JSON.stringify(found[0])}, instead: ${ban.instead}`] : [];
  });
}

describe('files', () => {
  test(`a file has at most ${MAX_LINES} lines`, () => {
    const lengths = codeFiles
      .filter(({ path }) => !MAY_BE_LONGER.some((exempt) => exempt.path.test(path)))
      .map(({ path, text }) => ({ path, lines: lineCount(text) }))
      .sort((left, right) => left.lines - right.lines);
    expect(lengths.length).toBeGreaterThan(0);
    const median = lengths[Math.floor(lengths.length / 2)];
    const longest = lengths.at(-1);
    console.info(
      `${lengths.length} files, median ${median?.lines} lines, longest ${longest?.lines} (${longest?.path})`,
    );
    expect(lengths.filter(({ lines }) => lines > MAX_LINES)).toEqual([]);
  });

  test('every chart begins with a comment that says what it models', () => {
    const charts = codeFiles.filter(({ path }) => path.startsWith('machines/charts/'));
    expect(charts.length).toBeGreaterThan(0);
    const bare = charts.filter(({ text }) => !/^(\/\/|\/\*)/.test(text)).map(({ path }) => path);
    expect(bare).toEqual([]);
  });
});

describe('banned', () => {
  test.each(BANS.map((ban) => [ban.pattern, ban.instead, ban] as const))(
    '%s, instead: %s',
    (_, __, ban) => {
      const files = projectFiles.filter(({ path }) => path !== SELF && ban.where(path));
      expect(files.length).toBeGreaterThan(0);
      expect(violations(ban, files)).toEqual([]);
    },
  );

  test('the bans find what they ban, and nothing that only resembles it', () => {
    const planted: readonly (readonly [path: string, text: string])[] = [
      ['README.md', 'FIXME later'],
      ['src/a.ts', "import x from '../shared/x.ts';"],
      ['src/a.ts', '// see shared/style.md'],
      ['scripts/a.mjs', '/work/.library/README.md'],
      ['viz/a.tsx', '// @ts-ignore'],
      ['src/a.ts', 'const x = y as any;'],
      ['test/a.test.ts', 'test.only('],
      ['machines/a.ts', "log('it is', Math.random())"],
      ['sim/a.ts', 'new Date()'],
      ['sim/a.ts', 'performance.now()'],
      ['machines/core/a.ts', 'await x'],
      ['test/a.test.ts', 'await new Promise((resolve) => setTimeout(resolve, 10))'],
      ['test/a.test.ts', "import { setTimeout } from 'node:timers/promises';"],
    ];
    const innocent: typeof planted = [
      ['machines/a.ts', "state === 'awaitingConnect' || isSharedSubscription // no Promise"],
      ['machines/clauses/a.ts', "'MUST NOT await the response', // it's a Promise of theirs"],
      ['sim/cli/a.ts', 'const startedAt = Date.now();'],
      ['src/a.ts', 'await listen();'],
    ];
    const finds = ([path, text]: readonly [string, string]) =>
      BANS.filter(({ where }) => where(path)).some(
        (ban) => violations(ban, [{ path, text }]).length > 0,
      );
    expect(planted.filter((each) => !finds(each))).toEqual([]);
    expect(innocent.filter(finds)).toEqual([]);
  });
});

describe('the wall between the folders', () => {
  test('a file imports only from the folders that its own may import', () => {
    const imports = codeFiles.flatMap((file) =>
      relativeImports(file).map((target) => ({ from: file.path, target })),
    );
    expect(imports.length).toBeGreaterThan(0);
    const trespasses = imports.filter(({ from, target }) => {
      const own = from.startsWith('test/viz/') ? 'test/viz' : topFolder(from);
      const theirs = topFolder(target);
      return theirs !== topFolder(from) && !MAY_IMPORT[own]?.includes(theirs);
    });
    expect(trespasses).toEqual([]);
  });

  const folders = Object.keys(MAY_IMPORT).filter((folder) =>
    existsSync(join(root, folder, 'tsconfig.json')),
  );

  test('there are TypeScript projects to look at', () => {
    expect(folders).toEqual(expect.arrayContaining(['machines', 'src', 'sim', 'test', 'bench']));
  });

  test.each(folders)('the TypeScript project %s refers to no more than it may import', (folder) => {
    const { references } = readJson(`${folder}/tsconfig.json`);
    const referred = references.map(({ path }: { path: string }) => posix.join(folder, path));
    // The simulator's command line is a project of its own, with Node's types, and part of sim.
    expect(referred.filter((path: string) => path !== 'sim/cli')).toEqual(MAY_IMPORT[folder]);
  });

  // With neither Node's types nor the browser's, a timer or a socket in the law does not compile.
  test('machines and sim are compiled without the types of Node and of the browser', () => {
    const base = readJson('tsconfig.base.json').compilerOptions;
    expect(base.types).toEqual([]);
    expect(base.lib).toEqual(['es2023']);
    for (const folder of ['machines', 'sim']) {
      const options = readJson(`${folder}/tsconfig.json`).compilerOptions;
      expect(options).not.toHaveProperty('types');
      expect(options).not.toHaveProperty('lib');
    }
  });
});

// A misspelt glob in biome.json would switch a rule off without a word.
describe('Biome', () => {
  const planted: readonly { path: string; text: string; rules: readonly string[] }[] = [
    {
      path: 'machines/chance.ts',
      text: 'export const chance = Math.random();\n',
      rules: ['plugin'],
    },
    {
      path: 'sim/time.ts',
      text: 'export const now = () => new Date();\n',
      rules: ['plugin', 'noRestrictedGlobals'],
    },
    {
      path: 'machines/core/timer.ts',
      text: 'setTimeout(() => undefined, 1);\n',
      rules: ['noRestrictedGlobals'],
    },
    {
      path: 'machines/file.ts',
      text: "import { readFileSync } from 'node:fs';\nreadFileSync('x');\n",
      rules: ['noNodejsModules', 'noRestrictedImports'],
    },
    {
      path: 'machines/codec.ts',
      text: "import { parser } from 'mqtt-packet';\nparser();\n",
      rules: ['noRestrictedImports'],
    },
    {
      path: 'src/sibling.ts',
      text: "import type { World } from '../sim/world.ts';\nexport type W = World;\n",
      rules: ['noRestrictedImports'],
    },
    {
      path: 'sim/sibling.ts',
      text: "import type { Broker } from '../src/broker.ts';\nexport type B = Broker;\n",
      rules: ['noRestrictedImports'],
    },
    {
      path: 'src/cycle.ts',
      text: "import { b } from './cycle-back.ts';\nexport const a = () => b;\n",
      rules: ['noImportCycles'],
    },
    {
      path: 'src/cycle-back.ts',
      text: "import { a } from './cycle.ts';\nexport const b = () => a;\n",
      rules: ['noImportCycles'],
    },
    {
      path: 'src/long.ts',
      text: `export function long() {\n${'  long();\n'.repeat(71)}}\n`,
      rules: ['noExcessiveLinesPerFunction'],
    },
    { path: 'src/default.ts', text: 'export default 1;\n', rules: ['noDefaultExport'] },
    { path: 'machines/fine.ts', text: 'export const fine = Math.max(1, 2);\n', rules: [] },
  ];

  test('every rule that we count on fires on a planted violation', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lifeline-tidy-'));
    try {
      const config = readJson('biome.json');
      mkdirSync(join(folder, 'scripts'));
      cpSync(join(root, 'scripts/determinism.grit'), join(folder, 'scripts/determinism.grit'));
      const standalone = { ...config, vcs: undefined, $schema: undefined };
      writeFileSync(join(folder, 'biome.json'), JSON.stringify(standalone));
      for (const { path, text } of planted) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      const fired = lint(folder);
      for (const { path, rules } of planted) {
        expect([...(fired.get(path) ?? [])].sort(), path).toEqual([...rules].sort());
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  function lint(folder: string): Map<string, Set<string>> {
    const bin = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
    const args = [bin, 'lint', '--reporter=github', '--max-diagnostics=none', '.'];
    const { stdout, error } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    if (error) throw error;
    const fired = new Map<string, Set<string>>();
    for (const [, rule, file] of stdout.matchAll(/title=(?:lint\/\w+\/)?(\w+),file=([^,]+)/g)) {
      const path = (file as string).slice((file as string).lastIndexOf('lifeline-tidy-'));
      const relativePath = path.slice(path.indexOf('/') + 1);
      fired.set(relativePath, (fired.get(relativePath) ?? new Set()).add(rule as string));
    }
    return fired;
  }
});

// A README that names a command which is gone is the first thing that a newcomer trips over.
describe('the commands in the documentation', () => {
  const pages = projectFiles.filter(({ path }) => /^[A-Z]+\.md$/.test(path));
  const commands = pages.flatMap(commandsOf);
  const hasReadme = pages.some(({ path }) => path === 'README.md');

  test.skipIf(!hasReadme)('README.md names some', () => {
    expect(commands.filter(({ page }) => page === 'README.md').length).toBeGreaterThan(0);
  });

  test.skipIf(!hasReadme)('each of them exists', () => {
    const { scripts } = readJson('package.json');
    const subcommands = new Set(
      codeFiles
        .filter(({ path }) => /^(src|sim)\/cli\//.test(path))
        .flatMap(({ text }) => [...text.matchAll(/ommand\(\s*'([a-z][\w-]*)/g)])
        .map(([, name]) => name),
    );
    const benches = codeFiles.flatMap(({ path }) => /^bench\/([\w-]+)\.ts$/.exec(path)?.[1] ?? []);
    const exists = ({ kind, name }: Command) => {
      if (kind === 'script') return name in scripts;
      return kind === 'bench' ? benches.includes(name) : subcommands.has(name);
    };
    expect(commands.filter((command) => !exists(command))).toEqual([]);
  });
});

interface Command {
  readonly page: string;
  readonly kind: 'script' | 'bench' | 'lifeline';
  readonly name: string;
}

/** Commands stand in fenced blocks and in `code`; a word in running text is not one. */
function commandsOf({ path: page, text }: SourceFile): Command[] {
  const fenced = [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].map(([, body]) => body as string);
  const inline = [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)];
  const lines = [...fenced.flatMap((body) => body.split('\n')), ...inline.map(([, code]) => code)];
  return lines.flatMap((line): Command[] => {
    const [, script] = /\bnpm (?:run )?(?:--?\w+ )*([\w:-]+)/.exec(line ?? '') ?? [];
    const [, bench] = /\bnpm run bench -- ([a-z][\w-]*)/.exec(line ?? '') ?? [];
    const [, lifeline] =
      /^\s*(?:\$ )?(?:npx )?(?:mqtt-)?lifeline ([a-z][\w-]*)/.exec(line ?? '') ?? [];
    const isOwnScript = script && (/\bnpm run /.test(line ?? '') || /^(start|test)$/.test(script));
    return [
      ...(isOwnScript ? [{ page, kind: 'script', name: script } as const] : []),
      ...(bench ? [{ page, kind: 'bench', name: bench } as const] : []),
      ...(lifeline ? [{ page, kind: 'lifeline', name: lifeline } as const] : []),
    ];
  });
}

// biome-ignore lint/suspicious/noExplicitAny: configuration files, whose shape the assertions check
function readJson(path: string): any {
  const file = projectFiles.find((candidate) => candidate.path === path);
  if (!file) throw new Error(`${path} is not there`);
  return JSON.parse(file.text);
}
