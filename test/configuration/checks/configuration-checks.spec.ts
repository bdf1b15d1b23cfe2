import { expect, test } from 'vitest';
import { InputError } from '../../../devices/base/errors.js';
import { checkDatasetShape, resolveConfiguration } from '../../../src/configuration/configuration.js';

import type { Mapping } from '../../../src/configuration/plain-data.js';

const source = 'compare.yaml';
const shape = {
  name: 'mnist',
  image: { height: 28, width: 28, channels: 1 },
  classes: 10,
  train: 60000,
  test: 10000,
};

test('a configuration that fits its data set passes', async () => {
  const configuration = await resolveConfiguration({ dataset: { train: 60000 } }, { source });
  expect(() => checkDatasetShape(configuration, shape, source)).not.toThrow();
});

type Found = typeof shape & { learning?: Mapping };

test('a image that convolutions have no window for is refused', async () => {
  const twoLayers = { learningRate: [1, 1], dropout: [0, 0, 0], eqprop: { strategy: 'block' } };
  const configuration = await resolveConfiguration(
    {
      network: { layers: [{ conv: { channels: 4, size: 9, padding: 1 } }, { full: 20 }] },
      learning: { ...twoLayers, backprop: { learningRate: [1, 1] } },
    },
    { source },
  );
  const tooSmall = { ...shape, image: { height: 28, width: 6, channels: 1 } };
  expect(() => checkDatasetShape(configuration, shape, source)).not.toThrow();
  expect(() => checkDatasetShape(configuration, tooSmall, source)).toThrow(
    new InputError(
      'compare.yaml: network.layers[0]: size 9, expected no more than the 30 x 8 pixels there are with padding',
    ),
  );
});

test.each<[Mapping, Found, string]>([
  [
    {},
    { ...shape, image: { height: 8, width: 8, channels: 1 } },
    'network.layers[0]: 784, expected 64, the pixels of an image of mnist',
  ],
  [{ train: 60001 }, shape, 'dataset.train: 60001, expected at most the 60000 images there are'],
  [{ test: 10001 }, shape, 'dataset.test: 10001, expected at most the 10000 images there are'],
  [
    { train: 300 },
    { ...shape, learning: { mode: 'supervised' }, classes: 7 },
    'network.layers[1]: 2000, expected a multiple of the 7 classes where learning.mode is supervised',
  ],
  [
    { train: 300 },
    { ...shape, learning: { mode: 'semi-supervised', labels: 300 } },
    'learning.labels: 300, expected less than the 300 images of training',
  ],
])('%j for %j is refused', async (dataset, { learning = {}, ...found }: Found, line) => {
  const configuration = await resolveConfiguration({ dataset, learning }, { source });
  expect(() => checkDatasetShape(configuration, found, source)).toThrow(
    new InputError(`compare.yaml: ${line}`),
  );
});
