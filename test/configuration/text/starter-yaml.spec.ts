import { expect, it } from 'vitest';
import { z } from 'zod';
import { resolveConfiguration } from '../../../src/configuration/configuration.js';
import { schemaFor } from '../../../src/configuration/schema/configuration-schema.js';
import { parseYaml } from '../../../src/configuration/text/parse-yaml.js';
import { fieldComments, starterYaml } from '../../../src/configuration/text/starter-yaml.js';

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

it('names every choice of every field that has choices', () => {
  const choices = choicesOf(schemaFor({ network: {}, hardware: {} }), '');
  expect(choices.map(([path]) => path)).toContain('hardware.write.scheme');
  for (const [path, names] of choices) {
    for (const name of names) expect(fieldComments[path], path).toMatch(new RegExp(`(^|\\W)${name}(\\W|$)`));
  }
});

/** The words that may stand in each field, by its dotted path; optional fields have none here. */
function choicesOf(schema: z.ZodType, path: string): [string, string[]][] {
  if (schema instanceof z.ZodLiteral) {
    const words = [...schema.values].filter((value) => typeof value === 'string');
    return words.length > 1 ? [[path, words]] : [];
  }
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).flatMap(([key, inner]) =>
    choicesOf(inner as z.ZodType, path === '' ? key : `${path}.${key}`),
  );
}
