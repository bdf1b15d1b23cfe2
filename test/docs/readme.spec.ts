import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { resolveConfiguration } from '../../src/experiments/configuration.js';
import { parseYaml } from '../../src/experiments/parse-yaml.js';

const root = new URL('../../', import.meta.url);
const path = (name: string) => fileURLToPath(new URL(name, root));
const readme = readFileSync(path('README.md'), 'utf8');
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text]) => text!);

describe('README', () => {
  it('has the tables of the results that are kept', () => {
    execFileSync(process.execPath, [path('docs/tables.mjs'), '--check']);
  });

  it.each([...blocks('ts').entries()])(
    'has library examples that run (%d)',
    async (number, example) => {
      const folder = path('coverage/examples/');
      mkdirSync(folder, { recursive: true });
      const file = `${folder}readme-${number}.ts`;
      writeFileSync(
        file,
        example.replaceAll(
          /'crossprop(\/[\w/]+)?'/g,
          (_, entry = '/src') => `'${path(`.${entry}/index.ts`)}'`,
        ),
      );
      await import(/* @vite-ignore */ pathToFileURL(file).href);
    },
    60_000,
  );

  it.each(blocks('yaml'))('has configurations that resolve', async (text) => {
    const source = 'chip.yaml';
    expect((await resolveConfiguration(parseYaml(text, source), { source })).name).toBe('my-chip');
  });
});
