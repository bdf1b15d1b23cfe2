import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { longFunctions } from './architecture/long-functions.js';
import { circles, factsOf, type Source, sharedNames } from './architecture/source-facts.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const engine = [
  'src/network',
  'src/relax',
  'src/reference',
  'src/learning',
  'src/target',
  'src/circuits',
  'src/readout',
  'crossbar',
  'devices',
];

/**
 * What each folder may import besides itself. Packages of others are free, `node:` is not (see
 * `hostFree`).
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'devices/base': [],
  'devices/models': ['devices/base'],
  'devices/effects': ['devices/base', 'devices/models'],
  'devices/presets': ['devices/base', 'devices/models', 'devices/effects'],
  'devices/fit': ['devices/base', 'devices/models'],
  'devices/testing': ['devices/base', 'devices/models', 'devices/effects', 'devices/presets'],
  devices: ['devices'],
  crossbar: ['devices'],
  'src/circuits': ['crossbar', 'devices'],
  'src/network': ['crossbar', 'devices'],
  'src/reference': ['src/network', 'crossbar', 'devices'],
  'src/relax': ['src/reference', 'src/network', 'crossbar', 'devices'],
  'src/learning': ['src/relax', 'src/circuits', 'src/network', 'crossbar', 'devices'],
  'src/target': ['src/circuits', 'crossbar', 'devices'],
  'src/readout': ['crossbar', 'devices'],
  'src/data': ['devices'],
  'src/graph': ['devices'],
  'src/configuration': ['src/network', 'src/learning', 'src/data', 'crossbar', 'devices'],
  'src/experiments': ['src/configuration', ...engine, 'src/data', 'src/graph'],
  'src/report': ['src/experiments', 'src/configuration', 'src/data', 'devices'],
  'src/runs': ['src/experiments', 'src/configuration', ...engine, 'src/data'],
  src: ['src', 'crossbar', 'devices'],
  'src/cli': [
    'src/runs',
    'src/report',
    'src/experiments',
    'src/configuration',
    ...engine,
    'src/data',
    'src/graph',
  ],
};

/** Folders that run in a browser too. */
const hostFree = ['devices', 'crossbar'];

/** The clock, chance, output and environment of the host: only the command line may use them. */
const impure =
  /\bMath\.random\b|\bDate\.now\b|\bnew Date\b|\bperformance\.now\b|\bconsole\.|\bprocess\.env\b/;

/**
 * The folder of `allowed` that a path belongs to: the longest that fits. In `src` itself stands the
 * entry point alone.
 */
function folderOf(path: string): string | undefined {
  const fits = Object.keys(allowed).filter((folder) => path.startsWith(`${folder}/`));
  const folder = fits.sort((a, b) => b.length - a.length)[0];
  return folder === 'src' && path !== 'src/index.ts' ? undefined : folder;
}

function importsOf({ text }: Source): string[] {
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g)].map(([, name]) => name);
}

/** Every breach of the rules above, one line each. */
function breaches(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const { path, text } = source;
    const folder = folderOf(path);
    if (folder === undefined) return [`${path}: in no known folder`];
    const own = folder.split('/')[0];
    const found = importsOf(source).flatMap((name) => {
      if (name.startsWith('node:')) return hostFree.includes(own) ? [`${path}: imports ${name}`] : [];
      if (!name.startsWith('.')) return [];
      const target = join(dirname(path), name);
      const to = folderOf(target);
      if (to === folder) return [];
      // An entry in `allowed` stands for the folder and those below it.
      const may = allowed[folder].some((free) => target.startsWith(`${free}/`));
      return may ? [] : [`${path}: imports ${to ?? target}`];
    });
    const lines = text.split('\n').length - 1;
    if (lines > 300) found.push(`${path}: ${lines} lines`);
    // A file of dist has a name in `imports` of package.json.
    if (/['"`/]dist\//.test(text)) found.push(`${path}: names a file of dist`);
    if (folder !== 'src/cli' && impure.test(text)) found.push(`${path}: uses ${impure.exec(text)?.[0]}`);
    return found;
  });
}

/** Folders of more files than a reader takes in at a glance. */
function crowded(files: readonly string[], most = 15): string[] {
  const counts = new Map<string, number>();
  for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > most)
    .map(([folder, count]) => `${folder}: ${count} files`);
}

/**
 * The TypeScript and module files below a folder that people wrote, from the root of the package.
 */
function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.generated)\.(ts|mjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function sourcesUnder(folder: string): Source[] {
  return filesUnder(folder)
    .filter((path) => !/kernels\/(assembly\/|(native\/)?build\.mjs)/.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

describe('architecture', () => {
  it('holds in every source', () => {
    const sources = ['devices', 'crossbar', 'src'].flatMap(sourcesUnder);
    expect(sources.length).toBeGreaterThan(80);
    expect(breaches(sources)).toEqual([]);
  });

  describe('syntax', () => {
    const facts = new Map(
      ['devices', 'crossbar', 'src'].flatMap(sourcesUnder).map((source) => [source.path, factsOf(source)]),
    );
    const functions = [...facts.values()].flatMap((file) => file.functions);

    it('has no function above 60 lines but those of the list, which names no other', () => {
      const long = functions.filter(({ lines }) => lines > 60).map(({ path, name }) => `${path}: ${name}`);
      expect(long.sort()).toEqual(Object.keys(longFunctions).sort());
    });

    it('has no circle of imports, types included', () => {
      expect(circles(new Map([...facts].map(([path, { imports }]) => [path, imports])))).toEqual([]);
    });

    it('exports no name with two meanings', () => {
      expect(sharedNames(facts)).toEqual([]);
    });
  });

  it('finds a circle, a long function and a name with two meanings', () => {
    const made = [
      { path: 'src/a.ts', text: `import type { b } from './b.js';\nexport const x = () => {\n\n};` },
      { path: 'src/b.ts', text: `export * from './a.js';\nexport interface x {}` },
      { path: 'src/c.ts', text: `import { b } from './b.js';` },
    ];
    const facts = new Map(made.map((source) => [source.path, factsOf(source)]));
    expect(circles(new Map([...facts].map(([path, { imports }]) => [path, imports])))).toEqual([
      ['src/a.ts', 'src/b.ts'],
    ]);
    expect(facts.get('src/a.ts')?.functions).toEqual([{ path: 'src/a.ts', name: 'x', lines: 3 }]);
    expect(sharedNames(facts)).toEqual(['x: src/a.ts, src/b.ts']);
  });

  it('has no crowded folder', () => {
    const files = ['devices', 'crossbar', 'src', 'benchmarks', 'test'].flatMap(filesUnder);
    expect(crowded(files)).toEqual([]);
  });

  it('finds a crowded folder', () => {
    const files = Array.from({ length: 16 }, (_, i) => `src/data/${i}.ts`);
    expect(crowded(files)).toEqual(['src/data: 16 files']);
    expect(crowded(files.slice(1))).toEqual([]);
  });

  // A rule that cannot fail is none: each made-up breach must be found.
  it.each([
    ['devices/models/a.ts', `import { x } from '../../crossbar/index.js';`, 'imports crossbar'],
    ['devices/base/a.ts', `export { x } from '../models/b.js';`, 'imports devices/models'],
    ['devices/models/a.ts', `import { x } from '../effects/b.js';`, 'imports devices/effects'],
    ['devices/base/a.ts', `import fs from 'node:fs';`, 'imports node:fs'],
    ['crossbar/wires/a.ts', `const { Worker } = await import('node:worker_threads');`, 'imports node:'],
    ['crossbar/a.ts', `import type {\n  X,\n} from '../src/network/b.js';`, 'imports src/network'],
    ['src/network/a.ts', `import '../relax/b.js';`, 'imports src/relax'],
    ['src/relax/a.ts', `import { x } from '../learning/b.js';`, 'imports src/learning'],
    ['src/target/a.ts', `import { x } from '../network/b.js';`, 'imports src/network'],
    ['src/readout/a.ts', `import { x } from '../network/b.js';`, 'imports src/network'],
    ['src/experiments/a.ts', `import type { X } from '../report/b.js';`, 'imports src/report'],
    ['src/report/a.ts', `import { x } from '../runs/b.js';`, 'imports src/runs'],
    ['src/runs/a.ts', `import { x } from '../cli/b.js';`, 'imports src/cli'],
    ['src/learning/a.ts', 'const x = Math.random();', 'uses Math.random'],
    ['src/report/a.ts', 'console.error(1);', 'uses console.'],
    ['src/runs/a.ts', `new Worker(join(root, 'dist/a.js'));`, 'names a file of dist'],
    ['devices/base/a.ts', '//\n'.repeat(301), '301 lines'],
    ['src/other/a.ts', '', 'in no known folder'],
    ['benchmarks/a.ts', '', 'in no known folder'],
  ])('finds a breach in %s', (path, text, fault) => {
    const [found, ...others] = breaches([{ path, text }]);
    expect(found).toContain(`${path}: ${fault}`);
    expect(others).toEqual([]);
  });

  it('lets the command line print and everyone use packages and what lies below', () => {
    const free = [
      { path: 'src/cli/a.ts', text: 'console.log(process.env.HOME, performance.now());' },
      { path: 'devices/base/a.ts', text: `import seedrandom from 'seedrandom';` },
      { path: 'src/data/a.ts', text: `import fs from 'node:fs';` },
      { path: 'crossbar/wires/a.ts', text: `import { x } from '../../devices/index.js';` },
    ];
    expect(breaches(free)).toEqual([]);
  });
});
