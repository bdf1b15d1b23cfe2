import type { Kernels } from '../../crossbar/index.js';
import { checkNumber, type RandomStream } from '../../devices/index.js';
import type { Update } from './learning-rule.js';

/**
 * Errors of the circuit that turns (s_beta - s_0) / beta, or the error of backprop, into pulses on
 * the bit lines.
 */
export interface UpdateErrorOptions {
  /** Standard deviation over neurons of a fixed offset, in units of that quantity. */
  readonly offset: number;
  /** Standard deviation of noise, drawn for every neuron, image and update. */
  readonly noise: number;
}

/** Adds the errors of the update circuit to an update, in place. */
export type UpdateErrors = (update: Update, at: { readonly batch: number; readonly step: number }) => void;

/**
 * The offset is the same for every image, so averaging does not reduce it (Dillavou et al. 2025 on
 * learning circuits); noise of the same variance averages out. `unit` is the size of an error in
 * the units of the rule: the errors of backprop are 2 / outputs times those of EqProp. Returns null
 * where both are 0. Throws InputError.
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
