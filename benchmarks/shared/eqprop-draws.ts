import type { Kernels } from '../../crossbar/index.js';
import { type RandomStream, uniformInto } from '../../devices/index.js';
import { createDropout } from '../../src/learning/dropout.js';
import type { Arrays } from './arrays-file.js';

export interface DrawOptions {
  readonly layers: readonly number[];
  readonly dropout: readonly number[];
  readonly batchSize: number;
  /** Images of the contest, and batches before it for which the learner has made draws. */
  readonly count: number;
  readonly batchesBefore: number;
  /** The learner's own. */
  readonly random: RandomStream;
  readonly kernels: Kernels;
}

/**
 * What a learner will draw in a contest, for its peers to use: `signs` [batches] of the nudge, and
 * for every layer l that drops units `m<l>` [images, units / 8], a bit a unit, the highest first.
 * Networks that learn from the same draws stay together but for rounding; with draws of their own,
 * their accuracies would differ by chance.
 */
export function drawsOf(options: DrawOptions): Arrays {
  const { layers, dropout, batchSize, count, batchesBefore, random, kernels } = options;
  const batches = Math.ceil(count / batchSize);
  const signs = Float32Array.from({ length: batches }, (_, batch) => {
    const draw = { random: random.stream('nudge sign'), step: batchesBefore + batch };
    return uniformInto(new Float32Array(1), draw)[0] < 0.5 ? -1 : 1;
  });
  const draw = createDropout(layers, {
    probabilities: dropout,
    inverted: false,
    random: random.stream('dropout'),
    kernels,
    maxBatch: batchSize,
  });
  const bytes = layers.map((units) => Math.ceil(units / 8));
  const packed = layers.map((_, l) => new Uint8Array(dropout[l] > 0 ? count * bytes[l] : 0));
  for (let batch = 0; batch < batches; batch++) {
    const first = batch * batchSize;
    const images = Math.min(batchSize, count - first);
    draw(images, batchesBefore + batch).forEach((mask, l) => {
      if (mask !== null) packBits(packed[l], mask, { first, images, units: layers[l], bytes: bytes[l] });
    });
  }
  const masks = layers.flatMap((_, l) =>
    dropout[l] > 0 ? [[`m${l}`, { shape: [count, bytes[l]], data: packed[l] }] as const] : [],
  );
  return { signs: { shape: [batches], data: signs }, ...Object.fromEntries(masks) };
}

function packBits(
  out: Uint8Array,
  mask: Float32Array,
  { first, images, units, bytes }: { first: number; images: number; units: number; bytes: number },
): void {
  for (let image = 0; image < images; image++) {
    for (let unit = 0; unit < units; unit++) {
      if (mask[image * units + unit] !== 0) out[(first + image) * bytes + (unit >> 3)] |= 128 >> (unit & 7);
    }
  }
}
