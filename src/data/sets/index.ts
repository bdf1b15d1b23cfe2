import type { DatasetDefinition } from './dataset-definition.js';
import { digits } from './digits.js';
import { fashionMnist } from './fashion-mnist.js';
import { mnist } from './mnist.js';
import { own } from './own.js';
import { svhn } from './svhn.js';
import { usps } from './usps.js';

/** Every data set that a configuration can name, in the order of lists. */
export const datasets: readonly DatasetDefinition[] = Object.freeze([
  mnist,
  fashionMnist,
  svhn,
  digits,
  usps,
  own,
]);

export const datasetNames: readonly string[] = Object.freeze(datasets.map(({ name }) => name));
