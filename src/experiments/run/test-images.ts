import { createRandom } from '../../../devices/index.js';
import type { Configuration } from '../../configuration/configuration.js';
import { type Selection, selectImages } from '../../data/batches.js';
import type { Dataset } from '../../data/dataset.js';

/**
 * The images that a configuration tests by: all, or so many after a shuffle that is the same for
 * every seed. Chips that differ in their seed are measured by the same images, so that the spread
 * over seeds is that of chips and of their training.
 */
export function testImages(dataset: Dataset, configuration: Pick<Configuration, 'dataset'>): Selection {
  return selectImages(dataset.test, configuration.dataset.test, createRandom(1).stream('test images'));
}
