import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { InputError } from '../../devices/base/errors.js';
import {
  configurationYaml,
  resolveConfiguration,
  resolveLearning,
} from '../../src/configuration/configuration.js';
import { defaultConfiguration } from '../../src/configuration/default-configuration.js';
import { parseYaml } from '../../src/configuration/text/parse-yaml.js';

const source = 'compare.yaml';
const resolve = async (text: string, set: readonly string[] = []) =>
  resolveConfiguration(parseYaml(text, source), { source, set });

function isDeeplyFrozen(value: unknown): boolean {
  return (
    typeof value !== 'object' ||
    value === null ||
    (Object.isFrozen(value) && Object.values(value).every(isDeeplyFrozen))
  );
}

describe('defaults', () => {
  test('fill what a configuration leaves out', async () => {
    expect(await resolve('{}')).toEqual(defaultConfiguration);
    const { seed, learning, hardware } = await resolve(
      'seed: 3\nlearning: {target: {winners: 7}}\nhardware: ideal',
    );
    expect(seed).toBe(3);
    expect(hardware).toBe('ideal');
    expect(learning.target).toEqual({
      winners: 7,
      labelSmoothing: 0.3,
      homeostasis: { gain: 0.3, averaging: 1 },
    });
  });

  test('the result is frozen at every depth', async () => {
    expect(isDeeplyFrozen(await resolve('hardware: {read: {noise: 0.1}}'))).toBe(true);
  });

  test('the argument is left as it was', async () => {
    const raw = { learning: { backprop: { learningRate: [1] } } };
    await resolveConfiguration(raw, { source });
    expect(isDeeplyFrozen(raw)).toBe(false);
    expect(raw).toEqual({ learning: { backprop: { learningRate: [1] } } });
  });

  test('--set and override come after the file, override last', async () => {
    const options = { source, set: ['seed=4', 'dataset.train=20'], override: { seed: 5 } };
    const { seed, dataset } = await resolveConfiguration({ seed: 3 }, options);
    expect([seed, dataset.train]).toEqual([5, 20]);
  });

  test('--set finds list elements of the defaults, and may give a chip to an ideal file', async () => {
    expect((await resolve('{}', ['network.layers[1]=500'])).network.layers).toEqual([784, 500]);
    expect((await resolve('hardware: ideal', ['hardware={}'])).hardware).toEqual(
      defaultConfiguration.hardware,
    );
  });
});

describe('the mapping of weights that is not written', () => {
  const mappingOf = async (text: string, set: string[] = []) => {
    const { hardware } = await resolve(text, set);
    return hardware === 'ideal' ? null : hardware.array.mapping;
  };

  test('goes with the training: about mid-range for chips that learn, one-sided for programmed ones', async () => {
    expect(await mappingOf('{}')).toBe('differential');
    expect(await mappingOf('hardware: {training: transfer}')).toBe('one-sided');
    expect(await mappingOf('{}', ['hardware.training=transfer'])).toBe('one-sided');
    expect(await mappingOf('hardware: {training: transfer}', ['hardware.training=in-situ'])).toBe(
      'differential',
    );
  });

  test('a written one always wins, and a resolved configuration resolves to itself', async () => {
    expect(await mappingOf('hardware: {training: transfer, array: {mapping: differential}}')).toBe(
      'differential',
    );
    expect(await mappingOf('hardware: {array: {mapping: one-sided}}')).toBe('one-sided');
    const transferred = await resolve('hardware: {training: transfer}');
    expect(await resolveConfiguration(transferred, { source })).toEqual(transferred);
    const inPlace = await resolveConfiguration(transferred, { source, set: ['hardware.training=in-situ'] });
    expect(inPlace).toMatchObject({ hardware: { array: { mapping: 'one-sided' } } });
  });
});

describe('learning of a rule', () => {
  test('backprop lays its override over what both have', async () => {
    const configuration = await resolve('learning: {epochs: 3, backprop: {batchSize: 8}}');
    const backprop = resolveLearning(configuration, 'backprop');
    expect(backprop).toMatchObject({
      rule: 'backprop',
      epochs: 3,
      batchSize: 8,
      learningRate: [8],
      optimizer: 'sgd',
    });
    expect(backprop.target).toEqual({
      winners: 6,
      labelSmoothing: 0,
      homeostasis: { gain: 0.4, averaging: 1 },
    });
    expect(backprop.schedule).toEqual({ kind: 'linear', start: 1, end: 5e-4, epochs: 200 });
    expect(resolveLearning(configuration, 'eqprop')).toMatchObject({
      rule: 'eqprop',
      batchSize: 16,
      learningRate: [0.03],
    });
    expect(isDeeplyFrozen(backprop)).toBe(true);
  });
});

describe('round trip', () => {
  const configuration = fc.record(
    {
      seed: fc.nat(),
      dataset: fc.record({
        name: fc.constantFrom('mnist', 'digits'),
        train: fc.integer({ min: 1, max: 60000 }),
      }),
      hardware: fc.oneof(
        fc.constant('ideal'),
        fc.record({ read: fc.record({ noise: fc.double({ min: 0, max: 1, noNaN: true }) }) }),
      ),
      learning: fc.record({
        backprop: fc.record({ learningRate: fc.tuple(fc.double({ min: 0, max: 9, noNaN: true })) }),
      }),
    },
    { requiredKeys: [] },
  );
  test.prop([configuration], { numRuns: 30 })('what is written resolves to the same', async (raw) => {
    const resolved = await resolveConfiguration(raw, { source });
    const text = configurationYaml(resolved);
    expect(await resolve(text)).toEqual(resolved);
    expect(configurationYaml(await resolve(text))).toBe(text);
  });
});

describe('physical values', () => {
  test('are numbers in the suffixed unit, or texts with a unit', async () => {
    const { hardware } = await resolve(
      'hardware: {device: {gMinS: 2 uS, gMaxS: 0.1 mS}, converters: {dac: {voltageV: 200 mV}}}',
    );
    expect(hardware).toMatchObject({
      device: { gMinS: 2e-6, gMaxS: 1e-4 },
      converters: { dac: { voltageV: 0.2 } },
    });
  });

  test.each([
    ['gMaxS: 10 kohm', 'gMaxS: "10 kohm", expected a number in S or a text such as "100 uS"'],
    ['gMaxS: much', 'gMaxS: "much", expected a number in S or a text such as "100 uS"'],
    ['gMaxS: "0.0001"', 'gMaxS: "0.0001", expected a number in S or a text such as "100 uS"'],
  ])('%s is refused', async (text, line) => {
    const message = `compare.yaml: hardware.device.${line}`;
    await expect(resolve(`hardware: {device: {${text}}}`)).rejects.toThrow(new InputError(message));
  });
});
