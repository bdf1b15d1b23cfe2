import { createState, type Network } from '../network/network.js';
import type { LearningRule, TrainingBatch, Update } from './learning-rule.js';

/**
 * Backpropagation through the same network read as a feed-forward one with hard-sigmoid units, a_l = clip(W_l a_(l-1) +
 * b_l, 0, 1), derivative 1 on [0, 1] ends included. Loss: the mean over batch and outputs of (y - d)^2, so its gradient
 * at the output is 2 (y - d) / (batch outputs) and learning rates are outputs / 2 times EqProp's. Dropout inside is
 * inverted (masks already scaled); the output's is a plain mask.
 */
export function createBackprop(network: Network, { maxBatch }: { maxBatch: number }): LearningRule {
  const { layers, couplings, biases, kernels } = network;
  const last = layers.length - 1;
  /** What each layer sends on: clipped, dropped out. */
  const sent = createState(network, maxBatch);
  const drive = createState(network, maxBatch);
  const errors = createState(network, maxBatch);
  const target = kernels.float32(maxBatch * layers[last]);
  const changes = layers.slice(1).map((units) => kernels.float32(units));

  const forward = (input: Float32Array, rows: number, masks: TrainingBatch['masks']) => {
    sent[0].set(input.subarray(0, rows * layers[0]));
    for (let l = 1; l <= last; l++) {
      couplings[l - 1].forwardInto(drive[l], sent[l - 1], rows);
      const layer = {
        drive: drive[l],
        bias: biases[l - 1],
        feedback: null,
        nudge: null,
        units: layers[l],
        rows,
      };
      kernels.settleInto(sent[l], { ...layer, mask: masks[l] ?? null, decay: 0 });
    }
  };

  /** errors[l] = minus the gradient at layer l's drive, from minus the gradient at what it sent; its sum goes to the biases. */
  const throughUnits = (l: number, batch: number, mask: Float32Array | null | undefined) => {
    const units = layers[l];
    const bias = biases[l - 1];
    const change = changes[l - 1].fill(0);
    const [error, into] = [errors[l], drive[l]];
    for (let b = 0, i = 0; b < batch; b++) {
      for (let unit = 0; unit < units; unit++, i++) {
        const z = into[i] + bias[unit];
        error[i] = z >= 0 && z <= 1 ? error[i] * (mask ? mask[i] : 1) : 0;
        change[unit] += error[i];
      }
    }
  };

  const update = ({ batch, input, masks, targetInto }: TrainingBatch): Update => {
    forward(input, batch, masks);
    targetInto(target, sent[last]);
    let sum = 0;
    const scale = 2 / (batch * layers[last]);
    for (let i = 0; i < batch * layers[last]; i++) {
      errors[last][i] = scale * (target[i] - sent[last][i]);
      sum += errors[last][i];
    }
    for (let l = last; l > 0; l--) {
      throughUnits(l, batch, masks[l]);
      if (l > 1) couplings[l - 1].backwardInto(errors[l - 1], errors[l], batch);
    }
    const products = layers.slice(1).map((_, l) => ({
      ...{ post: errors[l + 1], pre: sent[l], rows: batch, scale: 1 },
    }));
    return { products, biases: changes, sweeps: 0, status: Number.isFinite(sum) ? 'ok' : 'non-finite' };
  };

  return Object.freeze<LearningRule>({
    name: 'backprop',
    invertedDropout: true,
    update,
    inferInto(out, input, batch) {
      forward(input, batch, []);
      out.set(sent[last].subarray(0, batch * layers[last]));
    },
  });
}
