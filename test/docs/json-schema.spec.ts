import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { readyConfigurations } from '../../src/configuration/ready/ready-configurations.js';
import { parseYaml } from '../../src/configuration/text/parse-yaml.js';
import { starterYaml } from '../../src/configuration/text/starter-yaml.js';
import { fileSchema } from '../../src/experiments/sweep/file-schema.js';
import { docPages, pathOf } from './blocks.js';

/** An independent validator; a CommonJS package whose types do not follow its exports. */
const require = createRequire(import.meta.url);
const Ajv = require('ajv') as new (
  options: object,
) => {
  readonly compile: (schema: object) => ((value: unknown) => boolean) & { readonly errors?: unknown };
};

const validate = new Ajv({ allErrors: true, strictTypes: false }).compile(fileSchema());

/** What is wrong with a file, as the schema sees it; null where it is sound. */
function faultsOf(yaml: string): unknown {
  return validate(parseYaml(yaml, 'test')) ? null : validate.errors;
}

/**
 * The same of a file that may be that of a chip for a network trained elsewhere: its fields beside
 * `name` and `hardware` are no fields of a configuration.
 */
function faultsOfFile(yaml: string): unknown {
  const file = parseYaml(yaml, 'test') as Record<string, unknown>;
  const isOfChip = ['model', 'data', 'calibration'].some((key) => key in file);
  if (!isOfChip) return faultsOf(yaml);
  return faultsOf(JSON.stringify({ name: file.name, hardware: file.hardware }));
}

const folders = ['docs/examples', 'docs/studies'];
const files = folders.flatMap((folder) =>
  readdirSync(pathOf(folder))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => `${folder}/${name}`),
);
const blocks = docPages.flatMap(({ name, blocks: of }) =>
  of('yaml').map((text, i) => [`block ${i} of ${name}`, text] as const),
);

describe('the JSON Schema of configurations', () => {
  it('is the one that the build left', () => {
    expect(JSON.parse(readFileSync(pathOf('dist/schema.json'), 'utf8'))).toEqual(fileSchema());
  });

  it.each(files)('takes %s', (name) => {
    expect(faultsOfFile(readFileSync(pathOf(name), 'utf8'))).toBe(null);
  });

  it.each(blocks)('takes %s', (_, text) => {
    expect(faultsOfFile(text)).toBe(null);
  });

  it.each(readyConfigurations.map(({ name, configuration }) => [name, configuration] as const))(
    'takes the ready configuration %s',
    (_, configuration) => {
      expect(faultsOf(JSON.stringify(configuration))).toBe(null);
    },
  );

  it('takes what init writes', () => {
    expect(faultsOf(starterYaml('./schema.json'))).toBe(null);
  });

  it.each([
    'hardware: ideal',
    'hardware: {array: {wordLineOhm: 10 kohm, weightMax: [largest, {percentile: 99.9}, 0.5]}}',
    'hardware: {device: {preset: pcm, noiseless: true}, converters: {adc: {range: calibrated}}}',
    'hardware: {device: {gMaxS: 25 uS}}',
    'hardware: {device: {fit: out/fit.json, cycleNoise: 0}}',
    'hardware: {cost: {wire: {capacitanceFPerM: 0.2 fF/um}}}',
    'learning: {learningRate: 0.1, dropout: [0, 0.2], backprop: {learningRate: [1, 2]}}',
    'network: {layers: [{conv: {channels: 8, size: 5}}, {pool: {kind: max, size: 2, stride: 2}}, {full: 9}]}',
    'readout: {linear: {schedule: {kind: constant}}, labels: [1, 0.1]}',
    'sweep: {grid: {seed: [1, 2]}, draws: {n: 3, hardware.read.noise: {uniform: [0, 1]}}}',
  ])('takes %s', (yaml) => {
    expect(faultsOf(yaml)).toBe(null);
  });

  it.each([
    'sead: 1',
    'seed: 1.5',
    'hardware: perfect',
    'hardware: {read: {noise: -1}}',
    'hardware: {read: {noise: 10 ohm}}',
    'hardware: {array: {wordLineOhm: much}}',
    'hardware: {device: {model: nothing}}',
    'hardware: {device: {model: pow-step, nodesUp: [1, 2]}}',
    'hardware: {cost: {adc: {stepV: 1}}}',
    'learning: {backprop: {target: {winers: 2}}}',
    'learning: {rule: hebb}',
    'network: {layers: [784]}',
    'network: {layers: [{conv: {channels: 3}}, {full: 9}]}',
    'compare: {vary: read.noise}',
    'network: {layers: [{conv: {size: 2.5}}]}',
    'readout: {linear: {epoch: 3}}',
  ])('refuses %s', (yaml) => {
    expect(faultsOf(yaml)).not.toBe(null);
  });

  it('says of every field what it is', () => {
    const { properties } = fileSchema() as { properties: Record<string, { description?: string }> };
    for (const [key, { description }] of Object.entries(properties)) expect(description, key).toBeTruthy();
  });
});
