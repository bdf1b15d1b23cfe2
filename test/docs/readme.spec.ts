import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { createDeviceModules } from '../../src/cli/shared/device-modules.js';
import { engine } from '../../src/cli/shared/engine.js';
import { resolveConfiguration } from '../../src/configuration/configuration.js';
import { resolveInference } from '../../src/configuration/inference/resolve-inference.js';
import { parseYaml } from '../../src/configuration/text/parse-yaml.js';
import { planSweep } from '../../src/experiments/sweep/plan-sweep.js';
import { createShell } from '../cli/fixture.js';
import { docPages, pathOf } from './blocks.js';

/** Any fit that a page names. */
const readFit = () => JSON.stringify({ schema: 1, device: { model: 'soft-bounds' } });

/** Files of the package, from wherever the test stands. */
const modules = { ...createDeviceModules(undefined, engine), pathOf };

/** A file that a block is, by its first line `# name.yaml`. */
const fileName = (yaml: string) => /^# (\S+\.yaml)/.exec(yaml)?.[1] ?? 'some.yaml';

/** Commands that are not ours, and of ours those that wait for the user. */
const others = /^(npm (ci|install|start|test|run)|ssh )/;

const root = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'crossprop-docs-'));
afterAll(() => {
  process.chdir(root);
  rmSync(folder, { recursive: true, force: true });
});

it('README has the tables of the results that are kept', () => {
  execFileSync(process.execPath, [pathOf('docs/tables.mjs'), '--check']);
});

it('the configuration reference has the fields of the schema', () => {
  execFileSync(process.execPath, [pathOf('docs/reference.mjs'), '--check']);
});

describe.each(docPages.map((page) => [page.name, page] as const))('%s', (name, page) => {
  const place = join(folder, name.replaceAll('/', '-'));

  it('has no link within the package that leads nowhere', () => {
    for (const [, target] of page.text.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)) {
      expect(existsSync(join(dirname(pathOf(name)), target!)), target).toBe(true);
    }
  });

  it.each([...page.blocks('ts').entries()])('has library examples that run (%d)', async (number, example) => {
    const out = pathOf('coverage/examples/');
    mkdirSync(out, { recursive: true });
    const file = `${out}${name.replace(/\W/g, '-')}-${number}.ts`;
    const local = example.replaceAll(
      /'crossprop(\/[\w/]+)?'/g,
      (_, entry = '/src') => `'${pathOf(`.${entry}/index.ts`)}'`,
    );
    writeFileSync(file, local);
    await import(/* @vite-ignore */ pathToFileURL(file).href);
  });

  it.each(page.blocks('yaml').map((text) => [fileName(text), text]))(
    'has %s, which resolves',
    async (source, text) => {
      const raw = parseYaml(text, source) as { sweep?: unknown; model?: unknown };
      if (raw.model !== undefined) await resolveInference(raw, { source, readFit, modules });
      else if (raw.sweep === undefined) await resolveConfiguration(raw, { source, readFit, modules });
      else
        expect((await planSweep(raw, { source })).points.filter(({ error }) => error !== null)).toEqual([]);
    },
  );

  const lines = page
    .blocks('sh')
    .flatMap((block) => block.split('\n'))
    .filter((line) => line.trim() !== '');
  it.skipIf(lines.length === 0)('has commands that run', async () => {
    mkdirSync(place);
    symlinkSync(pathOf('docs'), join(place, 'docs'));
    for (const text of page.blocks('yaml')) writeFileSync(join(place, fileName(text)), text);
    writeFileSync(
      join(place, 'array.json'),
      page.blocks('json')[0] ?? '{"conductanceS": [[1e-5]], "voltageV": [0.1]}',
    );
    process.chdir(place);
    const stopped = new AbortController();
    stopped.abort();
    for (const line of lines) {
      const [, ours] = /^npx crossprop (.*?)( *[#>].*)?$/.exec(line) ?? [];
      if (ours === undefined) expect(line).toMatch(others);
      if (ours === undefined) continue;
      const argv = ours.match(/"[^"]*"|'[^']*'|\S+/g)!.map((word) => word.replaceAll(/["']/g, ''));
      // README's experiments are of a size for an evening: their lines are read and checked, then
      // stopped.
      const levels = argv.some((word) => word.startsWith('compare='));
      const big = name === 'README.md' && (argv[0] === 'estimate' || levels);
      const stop = big || argv[0] === 'serve';
      const shell = createShell({
        engine: name === 'README.md' ? { listDatasets: engine.listDatasets } : engine,
        ...(stop && { signal: stopped.signal }),
      });
      const { exitCode, stderr } = await shell.run(...argv);
      if (big) expect(exitCode, stderr).toBe(130);
      if (big) continue;
      expect([exitCode, exitCode === 0 ? '' : stderr], line).toEqual([0, '']);
    }
  });
});
