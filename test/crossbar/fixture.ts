import {
  type Crossbar,
  type CrossbarOptions,
  createCrossbar,
  createSimdKernels,
} from '../../crossbar/index.js';
import { constantStep, createRandom, uniformInto } from '../../devices/index.js';

/** One memory for all arrays of a test file. */
export const kernels = createSimdKernels();

export type ArrayOptions = Partial<CrossbarOptions> & { readonly seed?: number };

/**
 * What a chip without any imperfection would be: fine linear steps, continuous, silent, 24-bit
 * converters.
 */
export const idealDevice = constantStep({ gMinS: 0, gMaxS: 1e-4, states: 1_000_000 });

/** An array of 5 x 7 pairs without imperfections, but for what `options` say. */
export function createArray({ seed = 1, ...options }: ArrayOptions = {}): Crossbar {
  return createCrossbar({
    rows: 5,
    cols: 7,
    device: idealDevice,
    tile: { wordLines: 128, bitLines: 128 },
    weightMax: 1,
    dac: { bits: 24, voltageV: 0.2 },
    adc: { bits: 24, range: 64 },
    write: { scheme: 'stochastic-rounding', pulses: 65535 },
    random: createRandom(seed),
    kernels,
    maxBatch: 8,
    ...options,
  });
}

/** Uniform numbers in [low, high), in the kernels' memory. */
export function uniforms(length: number, name: string, [low, high]: readonly [number, number] = [-1, 1]) {
  const out = uniformInto(kernels.float32(length), { random: createRandom(31).stream(name), step: 0 });
  for (let i = 0; i < length; i++) out[i] = low + (high - low) * out[i];
  return out;
}

/** The array's weights [rows, cols] as the cells hold them. */
export function weightsOf({ rows, cols, weightsInto }: Crossbar): Float32Array {
  return weightsInto(new Float32Array(rows * cols));
}

/** Oracle: x W^T (or x W where `transposed`) in double precision, x [batch, ...]. */
export function product(
  { rows, cols }: Pick<Crossbar, 'rows' | 'cols'>,
  weights: ArrayLike<number>,
  { x, batch, transposed = false }: { x: ArrayLike<number>; batch: number; transposed?: boolean },
): Float64Array {
  const [inputs, outputs] = transposed ? [rows, cols] : [cols, rows];
  return Float64Array.from({ length: batch * outputs }, (_, i) => {
    const [b, o] = [Math.floor(i / outputs), i % outputs];
    let sum = 0;
    for (let j = 0; j < inputs; j++)
      sum += x[b * inputs + j] * weights[transposed ? j * cols + o : o * cols + j];
    return sum;
  });
}

/** out of one read, forward or backward, of `batch` vectors. */
export function read(array: Crossbar, x: Float32Array, { batch = 1, backward = false } = {}): Float32Array {
  const out = kernels.float32(batch * (backward ? array.cols : array.rows));
  array[backward ? 'backwardInto' : 'forwardInto'](out, x, batch);
  return out;
}

/** Largest |a - b|. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((largest, x, i) => Math.max(largest, Math.abs(x - b[i])), 0);
}
