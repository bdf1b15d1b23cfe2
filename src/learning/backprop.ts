import type { StateErrors } from '../circuits/state-errors.js';
import { beginPhase, createState, type Network } from '../network/network.js';
import { type ActivationName, activations } from './activation.js';
import type { Answer, LearningRule, TrainingBatch, Update } from './learning-rule.js';
import { lossPull } from './loss-pull.js';

export interface BackpropOptions {
  readonly maxBatch: number;
  /** The activation of every layer after the input; hard-sigmoid by default. */
  readonly activation?: readonly ActivationName[];
  /** mse by default; see `lossPull`. */
  readonly loss?: 'mse' | 'cross-entropy';
  /** Errors of the circuit that samples activations in the forward pass. None by default. */
  readonly stateErrors?: StateErrors | null;
}

/**
 * Backpropagation through the same network read as a feed-forward one, a_l = f_l(W_l a_(l-1) +
 * b_l), with learning rates in units of minus the gradient of the loss. With mse they are outputs /
 * 2 times EqProp's. Dropout of hidden layers is inverted (masks already scaled); that of the output
 * is a plain mask. A pool comes after the activation and before dropout. No error goes back to the
 * input.
 */
export function createBackprop(
  network: Network,
  { maxBatch, activation = [], loss = 'mse', stateErrors = null }: BackpropOptions,
): LearningRule {
  const { layers, couplings, biases, pools = [], kernels } = network;
  const last = layers.length - 1;
  const nameOf = (l: number) => activation[l - 1] ?? 'hard-sigmoid';
  const unitsOf = (l: number) => couplings[l - 1].post;
  const ofUnits = () => couplings.map(({ post }) => kernels.float32(maxBatch * post));
  /** The output of each layer, after dropout, and minus the gradient at it. */
  const sent = createState(network, maxBatch);
  const errors = createState(network, maxBatch);
  /**
   * The units of layer l: their drives, their activations and minus the gradient at the drives.
   */
  const drive = [sent[0], ...ofUnits()];
  const active = sent.map((own, l) => (pools[l - 1] ? kernels.float32(maxBatch * unitsOf(l)) : own));
  const pulls = errors.map((own, l) => (pools[l - 1] ? kernels.float32(maxBatch * unitsOf(l)) : own));
  const changes = biases.map(({ length }) => kernels.float32(length));
  const pull = lossPull(loss);
  let batches = 0;

  const activate = (l: number, rows: number, mask: Float32Array | null) => {
    const [units, bias] = [unitsOf(l), biases[l - 1]];
    if (nameOf(l) === 'hard-sigmoid') {
      const layer = { drive: drive[l], bias, feedback: null, nudge: null, mask };
      const shape = { units: bias.length, rows: rows * (units / bias.length) };
      kernels.settleInto(active[l], { ...layer, ...shape, decay: 0 });
      return;
    }
    activations[nameOf(l)].valuesInto(active[l], drive[l], { bias, count: rows * units });
    if (mask) multiply(active[l], mask, rows * units);
  };

  const forward = (input: Float32Array, rows: number, { masks, step }: Pass) => {
    beginPhase(network, 'free');
    sent[0].set(input.subarray(0, rows * layers[0]));
    for (let l = 1; l <= last; l++) {
      const mask = masks[l] ?? null;
      const pool = pools[l - 1];
      couplings[l - 1].forwardInto(drive[l], sent[l - 1], rows);
      activate(l, rows, pool ? null : mask);
      pool?.forwardInto(sent[l], active[l], rows);
      if (pool && mask) multiply(sent[l], mask, rows * layers[l]);
      const phase = step === null ? 'inference' : 'free';
      stateErrors?.addInto(sent[l], l, { phase, batch: rows, step: step ?? 0, masks });
    }
  };

  /**
   * pulls[l] = minus the gradient at the drive of layer l's units, from errors[l]; its sum goes to
   * the biases.
   */
  const throughUnits = (l: number, batch: number, mask: Float32Array | null) => {
    const pool = pools[l - 1];
    if (pool) {
      if (mask) multiply(errors[l], mask, batch * layers[l]);
      pool.backwardInto(pulls[l], errors[l], batch);
    }
    const [units, bias] = [unitsOf(l), biases[l - 1]];
    const change = changes[l - 1].fill(0);
    const error = pulls[l];
    if (mask && !pool) multiply(error, mask, batch * units);
    activations[nameOf(l)].throughInto(error, drive[l], { bias, count: batch * units });
    for (let i = 0; i < batch * units; ) {
      for (let unit = 0; unit < change.length; unit++, i++) change[unit] += error[i];
    }
  };

  /**
   * errors[l - 1] = W_l^T errors[l]. Errors are far below the full scale of a chip's DAC, so they
   * are scaled to it digitally, by a power of two: floats keep their bits.
   */
  const sendBack = (l: number, batch: number) => {
    const [error, below, count] = [pulls[l], errors[l - 1], batch * unitsOf(l)];
    let most = 0;
    for (let i = 0; i < count; i++) most = Math.max(most, Math.abs(error[i]));
    const scale = most > 0 && Number.isFinite(most) ? 2 ** Math.ceil(Math.log2(most)) : 1;
    for (let i = 0; i < count; i++) error[i] /= scale;
    couplings[l - 1].backwardInto(below, error, batch);
    for (let i = 0; i < count; i++) error[i] *= scale;
    for (let i = 0; i < batch * layers[l - 1]; i++) below[i] *= scale;
  };

  const answer = ({ batch, input, masks, step = batches }: TrainingBatch): Answer => {
    batches = step + 1;
    forward(input, batch, { masks, step });
    return { output: sent[last], updateTowards: (target) => updateTowards(target, batch, masks) };
  };

  const updateTowards = (target: Float32Array, batch: number, masks: TrainingBatch['masks']): Update => {
    const sum = pull(errors[last], sent[last], { target, batch, units: layers[last] });
    for (let l = last; l > 0; l--) {
      throughUnits(l, batch, masks[l] ?? null);
      if (l > 1) sendBack(l, batch);
    }
    const products = layers.slice(1).map((_, l) => ({
      post: pulls[l + 1],
      pre: sent[l],
      rows: batch,
      scale: 1,
    }));
    return { products, biases: changes, sweeps: 0, status: Number.isFinite(sum) ? 'ok' : 'non-finite' };
  };

  return Object.freeze<LearningRule>({
    name: 'backprop',
    invertedDropout: true,
    answer,
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

/** values[i] *= factors[i], i < count. */
function multiply(values: Float32Array, factors: Float32Array, count: number): void {
  for (let i = 0; i < count; i++) values[i] *= factors[i];
}
