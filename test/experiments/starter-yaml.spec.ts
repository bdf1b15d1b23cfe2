import { expect, it } from 'vitest';
import { resolveConfiguration } from '../../src/experiments/configuration.js';
import { parseYaml } from '../../src/experiments/parse-yaml.js';
import { fieldComments, starterYaml } from '../../src/experiments/starter-yaml.js';

it('is the default configuration', async () => {
  const source = 'starter.yaml';
  const starter = await resolveConfiguration(parseYaml(starterYaml(), source), { source });
  expect(starter).toEqual(await resolveConfiguration({}, { source }));
});

it('has every comment, beside its field or above it', () => {
  const text = starterYaml();
  for (const [path, comment] of Object.entries(fieldComments)) {
    const name = path.split('.').at(-1);
    const [line, next] = text.slice(text.lastIndexOf('\n', text.indexOf(`# ${comment}`)) + 1).split('\n');
    expect(`${line}\n${next}`.trim(), path).toMatch(new RegExp(`^(${name}: .+ # .|# .*\\n *${name}:)`));
  }
});
