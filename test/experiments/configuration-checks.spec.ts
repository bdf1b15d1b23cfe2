import { expect, test } from 'vitest';
import { InputError } from '../../devices/base/errors.js';
import { checkDatasetShape, resolveConfiguration } from '../../src/experiments/configuration.js';

const source = 'compare.yaml';
const shape = { pixels: 784, train: 60000, test: 10000 };

test('a configuration that fits its data set passes', async () => {
  const configuration = await resolveConfiguration({ dataset: { train: 60000 } }, { source });
  expect(() => checkDatasetShape(configuration, shape, source)).not.toThrow();
});

test.each([
  [{}, { ...shape, pixels: 64 }, 'network.layers[0]: 784, expected 64, the pixels of an image of mnist'],
  [{ train: 60001 }, shape, 'dataset.train: 60001, expected at most the 60000 images there are'],
  [{ test: 10001 }, shape, 'dataset.test: 10001, expected at most the 10000 images there are'],
])('%j for %j is refused', async (dataset, found, line) => {
  const configuration = await resolveConfiguration({ dataset }, { source });
  expect(() => checkDatasetShape(configuration, found, source)).toThrow(
    new InputError(`compare.yaml: ${line}`),
  );
});
