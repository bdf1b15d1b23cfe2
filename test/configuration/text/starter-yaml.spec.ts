import { expect, it } from 'vitest';
import { resolveConfiguration } from '../../../src/configuration/configuration.js';
import { fieldList } from '../../../src/configuration/reference/field-list.js';
import { parseYaml } from '../../../src/configuration/text/parse-yaml.js';
import { starterYaml } from '../../../src/configuration/text/starter-yaml.js';

const text = starterYaml('./schema.json');

it('is the default configuration', async () => {
  const source = 'starter.yaml';
  const starter = await resolveConfiguration(parseYaml(text, source), { source });
  expect(starter).toEqual(await resolveConfiguration({}, { source }));
});

it('names its schema on the first line, in the form that editors look for', () => {
  expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=./schema.json');
});

it('explains every field that it has, beside it or above it', () => {
  const lines = text.split('\n');
  const path: string[] = [];
  let comments: string[] = [];
  const explained = new Map<string, string>();
  for (const line of lines) {
    const [, indent, key, rest] = /^( *)(\w+):(.*)$/.exec(line) ?? [];
    if (key === undefined) comments = line.trim() === '' ? [] : [...comments, line.trim().slice(2)];
    else {
      path.splice(indent!.length / 2, path.length, key);
      explained.set(path.join('.'), [...comments, rest].join(' '));
      comments = [];
    }
  }
  const overrides = /^learning\.backprop\./;
  const fields = [...explained].filter(([name]) => !overrides.test(name));
  expect(fields.length).toBeGreaterThan(120);
  for (const [name, comment] of fields) {
    const about = fieldList.find((field) => field.path === name)?.notes.about;
    expect(comment, name).toContain(about);
  }
});

it('has no line of more than 100 columns below its head', () => {
  const body = text.split('\n').slice(5);
  expect(body.filter((line) => line.length > 100)).toEqual([]);
});
