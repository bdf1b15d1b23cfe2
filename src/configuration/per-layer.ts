import { overrideFields, semiSupervisedParts } from './learning-rule.js';
import { layerSizes } from './network-layers.js';
import { isMapping, type Mapping } from './plain-data.js';

/**
 * Values that a learning block has one of for every coupling, and for every layer with the input.
 */
const perCoupling = 'learningRate';
const perLayer = 'dropout';

/**
 * A configuration in which a single number stands in the place of a list with one value per
 * coupling (`learningRate`, `network.weightBounds`) or one per layer (`dropout`), with the list in
 * full. A new value; not checked.
 */
export function withListsPerLayer(configuration: Mapping): Mapping {
  const { network, learning } = configuration;
  if (!isMapping(network) || !isMapping(learning)) return configuration;
  const layers = layerSizes(network.layers).length;
  const inBlock = (block: Mapping): Mapping => {
    const entries = Object.entries(block).map(([key, value]) => {
      if (key === perCoupling) return [key, listed(value, layers - 1)];
      if (key === perLayer) return [key, listed(value, layers)];
      const isBlock = [...overrideFields, ...semiSupervisedParts].some((block) => block === key);
      return [key, isBlock && isMapping(value) ? inBlock(value) : value];
    });
    return Object.fromEntries(entries);
  };
  const { weightBounds } = network;
  const bounds = weightBounds === undefined ? {} : { weightBounds: listed(weightBounds, layers - 1) };
  return { ...configuration, network: { ...network, ...bounds }, learning: inBlock(learning) };
}

function listed(value: unknown, length: number): unknown {
  return typeof value === 'number' ? Array.from({ length }, () => value) : value;
}
