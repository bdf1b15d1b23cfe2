import type { Kernels } from '../../crossbar/index.js';
import { checkNumber, type RandomStream } from '../../devices/index.js';

/**
 * Dropout masks, one per layer, [batch, units]: 0 with the layer's probability, else 1, or 1 /
 * (1 - p) where inverted (never at the output). null where p = 0. Throws InputError unless 0 <= p
 * <= 0.999.
 */
export function createDropout(
  layers: readonly number[],
  options: {
    probabilities: readonly number[];
    inverted: boolean;
    random: RandomStream;
    kernels: Kernels;
    maxBatch: number;
  },
): (batch: number, step: number) => readonly (Float32Array | null)[] {
  const { probabilities, inverted, random, kernels, maxBatch } = options;
  const masks = layers.map((units, l) => {
    const p = checkNumber(`dropout[${l}]`, probabilities[l] ?? 0, { min: 0, max: 0.999 });
    const kept = inverted && l < layers.length - 1 ? 1 / (1 - p) : 1;
    return p === 0
      ? null
      : { p, kept, units, mask: kernels.float32(maxBatch * units), random: random.stream(`${l}`) };
  });
  return (batch, step) =>
    masks.map((layer) => {
      if (layer === null) return null;
      const { p, kept, units, mask, random } = layer;
      kernels.maskInto(mask, { draw: { random, step }, count: batch * units, dropped: p, kept });
      return mask;
    });
}
