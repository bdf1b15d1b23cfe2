import { beginPhase, createState, type Network } from '../network/network.js';
import { type ActivationName, activations } from './activation.js';
import type { LearningRule, TrainingBatch, Update } from './learning-rule.js';
import { lossPull } from './loss-pull.js';
import type { StateErrors } from './state-errors.js';

export interface BackpropOptions {
  readonly maxBatch: number;
  /** Of every layer behind the input; hard-sigmoid by default. */
  readonly activation?: readonly ActivationName[];
  /** mse by default; see `lossPull`. */
  readonly loss?: 'mse' | 'cross-entropy';
  /** What activations are off by where they are sampled, on their way forward. None by default. */
  readonly stateErrors?: StateErrors | null;
}

/**
 * Backpropagation through the same network read as a feed-forward one, a_l = f_l(W_l a_(l-1) + b_l), with learning rates
 * in units of minus the gradient of the loss. With mse they are outputs / 2 times EqProp's. Dropout inside is inverted
 * (masks already scaled); the output's is a plain mask.
 */
export function createBackprop(
  network: Network,
  { maxBatch, activation = [], loss = 'mse', stateErrors = null }: BackpropOptions,
): LearningRule {
  const { layers, couplings, biases, kernels } = network;
  const last = layers.length - 1;
  const nameOf = (l: number) => activation[l - 1] ?? 'hard-sigmoid';
  /** What each layer sends on: through its activation, dropped out. */
  const sent = createState(network, maxBatch);
  const drive = createState(network, maxBatch);
  const errors = createState(network, maxBatch);
  const target = kernels.float32(maxBatch * layers[last]);
  const changes = layers.slice(1).map((units) => kernels.float32(units));
  const pull = lossPull(loss);
  let batches = 0;

  const activate = (l: number, rows: number, mask: Float32Array | null) => {
    const [units, bias] = [layers[l], biases[l - 1]];
    if (nameOf(l) === 'hard-sigmoid') {
      const layer = { drive: drive[l], bias, feedback: null, nudge: null, units, rows };
      kernels.settleInto(sent[l], { ...layer, mask, decay: 0 });
      return;
    }
    const { value } = activations[nameOf(l)];
    const [into, out] = [drive[l], sent[l]];
    for (let i = 0; i < rows * units; i++) {
      const y = value(into[i] + bias[i % units]);
      out[i] = mask ? y * mask[i] : y;
    }
  };

  const forward = (input: Float32Array, rows: number, { masks, step }: Pass) => {
    beginPhase(network, 'free');
    sent[0].set(input.subarray(0, rows * layers[0]));
    for (let l = 1; l <= last; l++) {
      couplings[l - 1].forwardInto(drive[l], sent[l - 1], rows);
      activate(l, rows, masks[l] ?? null);
      const phase = step === null ? 'inference' : 'free';
      stateErrors?.addInto(sent[l], l, { phase, batch: rows, step: step ?? 0, masks });
    }
  };

  /** errors[l] = minus the gradient at layer l's drive, from minus the gradient at what it sent; its sum goes to the biases. */
  const throughUnits = (l: number, batch: number, mask: Float32Array | null | undefined) => {
    const units = layers[l];
    const bias = biases[l - 1];
    const change = changes[l - 1].fill(0);
    const [error, into] = [errors[l], drive[l]];
    const { slope } = activations[nameOf(l)];
    for (let b = 0, i = 0; b < batch; b++) {
      for (let unit = 0; unit < units; unit++, i++) {
        const steepness = slope(into[i] + bias[unit]);
        error[i] = steepness === 0 ? 0 : error[i] * steepness * (mask ? mask[i] : 1);
        change[unit] += error[i];
      }
    }
  };

  /**
   * errors[l - 1] = W_l^T errors[l]. Errors are far below the full scale of a chip's DAC, so they are scaled to it digitally, by a
   * power of two: floats keep their bits.
   */
  const sendBack = (l: number, batch: number) => {
    const [error, below, count] = [errors[l], errors[l - 1], batch * layers[l]];
    let most = 0;
    for (let i = 0; i < count; i++) most = Math.max(most, Math.abs(error[i]));
    const scale = most > 0 && Number.isFinite(most) ? 2 ** Math.ceil(Math.log2(most)) : 1;
    for (let i = 0; i < count; i++) error[i] /= scale;
    couplings[l - 1].backwardInto(below, error, batch);
    for (let i = 0; i < count; i++) error[i] *= scale;
    for (let i = 0; i < batch * layers[l - 1]; i++) below[i] *= scale;
  };

  const update = ({ batch, input, masks, targetInto, step = batches }: TrainingBatch): Update => {
    batches = step + 1;
    forward(input, batch, { masks, step });
    targetInto(target, sent[last]);
    const sum = pull(errors[last], sent[last], { target, batch, units: layers[last] });
    for (let l = last; l > 0; l--) {
      throughUnits(l, batch, masks[l]);
      if (l > 1) sendBack(l, batch);
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
    ...(stateErrors && { memory: stateErrors.memory }),
    inferInto(out, input, batch) {
      forward(input, batch, { masks: [], step: null });
      out.set(sent[last].subarray(0, batch * layers[last]));
    },
  });
}

interface Pass {
  readonly masks: TrainingBatch['masks'];
  /** Of training; null = inference. */
  readonly step: number | null;
}
