import { InputError } from '../../../devices/base/errors.js';
import type { Configuration } from '../../configuration/configuration.js';
import { isDense } from '../../configuration/network-layers.js';

/** What a WebAssembly memory holds at most, in bytes. */
const kernelBytes = 2 ** 32;

/** Bytes of a weight, without all that a chip, a rule and a batch add. */
const weightBytes = 4;

/**
 * Throws InputError with `source` where the weights of a dense network alone do not fit into the
 * memory of the kernels.
 */
export function checkKernelMemory(
  { network: { layers } }: Pick<Configuration, 'network'>,
  source: string,
): void {
  if (!isDense(layers)) return;
  const weights = layers.slice(1).reduce((sum, units, l) => sum + units * layers[l]!, 0);
  if (weights * weightBytes <= kernelBytes) return;
  const gigabytes = (bytes: number) => Number((bytes / 1e9).toPrecision(3));
  const needed = gigabytes(weights * weightBytes);
  throw new InputError(
    `${source}: network.layers: ${needed} GB of weights alone, expected less than the ${gigabytes(kernelBytes)} GB that WebAssembly has`,
  );
}
