import type { Kernels } from '../../crossbar/index.js';
import { checkNumber, type RandomStream } from '../../devices/index.js';
import type { Update } from './learning-rule.js';

/**
 * Of the circuit that turns (s_beta - s_0) / beta, or backprop's error, into pulses on the lines of
 * the outputs.
 */
export interface UpdateErrorOptions {
  /** Deviation from neuron to neuron of an offset that stands still, in units of that quantity. */
  readonly offset: number;
  /** Standard deviation of noise, drawn for every neuron, image and update. */
  readonly noise: number;
}

/** Adds to an update what its circuit is off by; in place. */
export type UpdateErrors = (update: Update, at: { readonly batch: number; readonly step: number }) => void;

/**
 * An offset here is the same for every image, so that no average takes it away (Dillavou et al.
 * 2025 on learning circuits); noise of the same variance averages out. `unit` = the rule's own
 * scale of an error: backprop's are 2 / outputs times EqProp's. null where all is exact. Throws
 * InputError.
 */
export function createUpdateErrors(
  couplings: readonly { readonly post: number }[],
  options: UpdateErrorOptions & {
    readonly unit: number;
    readonly kernels: Kernels;
    readonly random: RandomStream;
  },
): UpdateErrors | null {
  const { noise, unit, kernels, random } = options;
  checkNumber('write.offset', options.offset, { min: 0 });
  checkNumber('write.noise', noise, { min: 0 });
  if (noise + options.offset === 0) return null;
  const offsets = couplings.map(({ post: units }, l) => {
    const out = kernels.float32(units);
    kernels.normalInto(out, { random: random.stream('offset'), step: 0, sub: l + 1 });
    return out.map((xi) => options.offset * xi);
  });
  const draws: Float32Array[] = couplings.map(() => new Float32Array(0));
  const fresh = random.stream('noise');
  return ({ products }, { batch, step }) => {
    products.forEach(({ post, scale }, l) => {
      const units = offsets[l].length;
      const count = batch * units;
      if (draws[l].length < count) draws[l] = kernels.float32(count);
      const xi = draws[l];
      if (noise > 0) kernels.normalInto(xi.subarray(0, count), { random: fresh, step, sub: l });
      // The product is scale x sum over rows, the rule's mean over images 1 / batch.
      const size = unit / (scale * batch);
      for (let i = 0; i < count; i++) post[i] += size * (offsets[l][i % units] + noise * xi[i]);
    });
  };
}
