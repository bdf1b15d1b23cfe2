import { createTypescriptKernels, mappingOf } from '../../../crossbar/index.js';
import { createRandom } from '../../../devices/index.js';
import type { ChipConfiguration, Configuration } from '../../configuration/configuration.js';
import { resolveLearning } from '../../configuration/learning-rule.js';
import { denseLayers } from '../../configuration/network-layers.js';
import { merged } from '../../configuration/plain-data.js';
import { initialBound } from '../../network/network.js';
import { createHistogram } from '../chip-report/conductance-histogram.js';
import { createModel } from './model.js';

/** Units of a layer that stand for all of them. */
const sampled = 32;

/** One array a matrix, which is not to be read. */
const plain = {
  array: { phases: 'time-multiplexed', wordLineOhm: 0, bitLineOhm: 0, driverOhm: 0, senseOhm: 0 },
  read: { feedback: 'transpose' },
} as const;

/**
 * Mean conductance of the cells of a chip before it learns: a smaller network with weights of the
 * same size, written to the chip's devices in the chip's own way; the middle of the range where the
 * cells are the network itself. Throws InputError.
 */
export function initialConductanceS(
  configuration: Configuration,
  chip: ChipConfiguration,
  { gMinS, gMaxS }: { readonly gMinS: number; readonly gMaxS: number },
): number {
  const { network, learning, seed } = configuration;
  const layers = denseLayers(configuration, 'its cost');
  const bounds = layers.slice(1).map((post, l) => initialBound(layers[l], post));
  const { crossbars } = createModel(
    {
      ...network,
      layers: layers.map((units) => Math.min(units, sampled)),
      weightBounds: network.weightBounds ?? bounds,
    },
    resolveLearning(configuration, learning.rule),
    {
      hardware: merged(chip, plain) as ChipConfiguration,
      kernels: createTypescriptKernels(),
      random: createRandom(seed),
      maxBatch: 1,
    },
  );
  return createHistogram(crossbars)?.after().meanBeforeS ?? (gMinS + gMaxS) / 2;
}

/** Lines in use of the fullest tile of a network: no more than its matrices need. */
export function usedTile(
  configuration: Configuration,
  { array }: ChipConfiguration,
): { readonly rows: number; readonly cols: number } {
  const layers = denseLayers(configuration, 'its cost');
  const mapping = mappingOf(array.mapping === 'bit-slices' ? 'differential' : array.mapping);
  const outputs = mapping.outputsOn(array.cols);
  const tiles = layers.slice(1).map((post, l) => ({
    rows: Math.min(array.rows, layers[l]),
    cols: mapping.bitLinesUnder(Math.min(outputs, post)),
  }));
  return tiles.reduce((most, tile) => (tile.rows * tile.cols > most.rows * most.cols ? tile : most));
}
