import { InputError } from '../../devices/base/errors.js';
import type { LayerSpec } from '../network/convolutional/stages.js';
import { defaultConfiguration } from './default-configuration.js';
import { isMapping } from './plain-data.js';
import type { Configuration } from './types.js';

type Layers = Configuration['network']['layers'];

/** Whether the layers are units per layer, all joined to all. */
export function isDense(layers: Layers): layers is readonly number[] {
  return typeof layers[0] === 'number';
}

/**
 * Units a layer, input first. Throws InputError with `what` cannot do it for a convolutional
 * network.
 */
export function denseLayers(
  { network: { layers } }: Pick<Configuration, 'network'>,
  what: string,
): readonly number[] {
  if (isDense(layers)) return layers;
  throw new InputError(`network.layers: convolutions, expected a list of units for ${what}`);
}

/**
 * Units of each layer that a configuration's lists have an entry for, input first: pools belong to
 * the convolution before them. null = as many as the image makes them.
 */
export function listedLayers(layers: Layers): readonly (number | null)[] {
  if (isDense(layers)) return layers;
  const own = (layers as readonly LayerSpec[]).filter((layer) => !('pool' in layer));
  return [null, ...own.map((layer) => ('full' in layer ? layer.full : null))];
}

/**
 * The same of layers that are not checked yet; those of the default network where they cannot be
 * read.
 */
export function layerSizes(layers: unknown): readonly (number | null)[] {
  const isLayer = (layer: unknown) => typeof layer === 'number' || isMapping(layer);
  const sizes = Array.isArray(layers) && layers.every(isLayer) ? listedLayers(layers as Layers) : [];
  return sizes.length > 1 ? sizes : listedLayers(defaultConfiguration.network.layers);
}
