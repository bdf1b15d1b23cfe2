import type { ResistiveNetwork } from '../network/resistive/resistive-network.js';
import type { PhaseDifference } from './phase-difference.js';

/**
 * Minus the difference of dE/dg = w/2 (v_i - A v_j)^2 and of dE/db = -w v between two states, times
 * `scale`, as outer products: with u = A v_j, squares a sum over the batch each,
 *
 *   -1/2 [(v - u)^2]' = [v u]' - 1/2 [v^2]' 1 - 1 1/2 [u^2]'
 *
 * where [x]' is x at the state less x at the reference. The sources are common to both, so the
 * first layer needs a row per image and one for the squares; the others two, and two. A watt in
 * layer l of L weighs w = A^(2 (L - 1 - l)), see `resistiveEnergy`. Products of coupling l have up
 * to 2 batch + 2 rows. The arrays returned are reused by the next call.
 */
export function createDropContrast(network: ResistiveNetwork, maxBatch: number): PhaseDifference {
  const { layers, kernels, amplifierGain } = network;
  const last = layers.length - 1;
  const rowsOf = (l: number) => (l === 0 ? maxBatch + 1 : 2 * maxBatch + 2);
  const couplings = network.couplings.map((_, l) => ({
    post: kernels.float32(rowsOf(l) * layers[l + 1]),
    pre: kernels.float32(rowsOf(l) * layers[l]),
    gain: l === 0 ? 1 : amplifierGain,
    energyWeight: amplifierGain ** (2 * (last - 1 - l)),
  }));
  const biases = layers.slice(1).map((units) => kernels.float32(units));

  return (state, reference, { batch, scale }) => {
    const products = couplings.map(({ post, pre, gain, energyWeight }, l) => {
      const [units, below] = [layers[l + 1], layers[l]];
      const [v, v0, u, u0] = [state[l + 1], reference[l + 1], state[l], reference[l]];
      const rows = l === 0 ? batch + 1 : 2 * batch + 2;
      const size = batch * units;
      if (l === 0) {
        for (let i = 0; i < size; i++) post[i] = v[i] - v0[i];
        pre.set(u.subarray(0, batch * below));
      } else {
        for (let i = 0; i < size; i++) {
          post[i] = v[i];
          post[size + i] = -v0[i];
        }
        for (let i = 0; i < batch * below; i++) {
          pre[i] = gain * u[i];
          pre[batch * below + i] = gain * u0[i];
        }
        post.fill(1, (rows - 1) * units, rows * units);
        halfSquaresInto(pre.subarray((rows - 1) * below, rows * below), [u, u0], { gain, batch });
      }
      const squares = l === 0 ? rows - 1 : rows - 2;
      halfSquaresInto(post.subarray(squares * units, (squares + 1) * units), [v, v0], { gain: 1, batch });
      pre.fill(1, squares * below, (squares + 1) * below);
      const change = biases[l].fill(0);
      for (let b = 0, i = 0; b < batch; b++) {
        for (let unit = 0; unit < units; unit++, i++) change[unit] += energyWeight * scale * (v[i] - v0[i]);
      }
      return { post, pre, rows, scale: energyWeight * scale };
    });
    return { products, biases };
  };
}

/** out[unit] = -1/2 of the sum over the batch of the difference of (gain v)^2. */
function halfSquaresInto(
  out: Float32Array,
  [v, v0]: readonly [Float32Array, Float32Array],
  { gain, batch }: { gain: number; batch: number },
): void {
  out.fill(0);
  const units = out.length;
  const factor = (gain * gain) / 2;
  for (let b = 0, i = 0; b < batch; b++) {
    for (let unit = 0; unit < units; unit++, i++) out[unit] -= factor * (v[i] - v0[i]) * (v[i] + v0[i]);
  }
}
