import { softmaxInto } from './softmax.js';

/**
 * out [batch, units] = minus the gradient of a loss at the outputs; returns the sum of it, not
 * finite where an output is not.
 */
export type LossPull = (
  out: Float32Array,
  outputs: Float32Array,
  options: { readonly target: Float32Array; readonly batch: number; readonly units: number },
) => number;

/**
 * mse: of the mean over batch and outputs of (y - d)^2, 2 (d - y) / (batch units). cross-entropy:
 * of the mean over the batch of -sum_i d_i log p_i with p the softmax of y, (d - p sum_i d_i) /
 * batch; y is taken as it is, after its activation.
 */
export function lossPull(loss: 'mse' | 'cross-entropy'): LossPull {
  return loss === 'mse' ? squaredPull : crossEntropyPull;
}

const squaredPull: LossPull = (out, outputs, { target, batch, units }) => {
  const scale = 2 / (batch * units);
  let sum = 0;
  for (let i = 0; i < batch * units; i++) {
    out[i] = scale * (target[i] - outputs[i]);
    sum += out[i];
  }
  return sum;
};

const crossEntropyPull: LossPull = (out, outputs, { target, batch, units }) => {
  softmaxInto(out, outputs, { rows: batch, units });
  let sum = 0;
  for (let from = 0; from < batch * units; from += units) {
    let total = 0;
    for (let i = from; i < from + units; i++) total += target[i];
    for (let i = from; i < from + units; i++) {
      out[i] = (target[i] - total * out[i]) / batch;
      sum += out[i];
    }
  }
  return sum;
};
