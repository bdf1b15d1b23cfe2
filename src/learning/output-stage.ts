import type { OuterProduct } from '../../crossbar/index.js';
import type { Network, NetworkState } from '../network/network.js';
import type { Phase } from '../relax/relaxation.js';
import { softmaxInto } from './softmax.js';

/** What a loss makes of the top of a network that learns by EqProp. */
export interface OutputStage {
  /** The layers that relax. */
  readonly dynamical: Network;
  /** [batch, outputs] at rest, as the target is made from; valid until the next call. */
  readonly scores: (state: NetworkState, batch: number) => Float32Array;
  /** out [batch, outputs] = the answer in inference. */
  readonly answerInto: (out: Float32Array, state: NetworkState, batch: number) => void;
  /** How the loss acts in a nudged phase of strength beta. The mask is the output's dropout. */
  readonly nudge: (beta: number, pull: Pull) => Partial<Pick<Phase, 'nudge' | 'outputDrive'>>;
  /** What couplings that do not relax are to learn from nudged states, their mean. */
  readonly readOut: (states: readonly NetworkState[], pull: Pull) => ReadOutUpdate | null;
}

export interface Pull {
  readonly target: Float32Array;
  readonly mask: Float32Array | null;
  readonly batch: number;
}

export interface ReadOutUpdate {
  readonly product: OuterProduct;
  readonly bias: Float32Array;
}

/** C = 1/2 |s_L - d|^2: the output relaxes with the others and is pulled towards the target. */
export function createSquaredOutputStage(network: Network): OutputStage {
  const { layers } = network;
  const last = layers.length - 1;
  return Object.freeze<OutputStage>({
    dynamical: network,
    scores: (state) => state[last],
    answerInto: (out, state, batch) => out.set(state[last].subarray(0, batch * layers[last])),
    nudge: (beta, { target }) => ({ nudge: { beta, target } }),
    readOut: () => null,
  });
}

/** The layers below a read-out. */
export function hiddenPart({ layers, couplings, biases, kernels }: Network): Network {
  const below = <T>(list: readonly T[]) => list.slice(0, -1);
  return { layers: below(layers), couplings: below(couplings), biases: below(biases), kernels };
}

/**
 * C = -sum_i d_i log y_i with y = softmax(W h + b) read from the top hidden layer h, which alone
 * relaxes (Laborieux et al. 2021, doi 10.3389/fnins.2021.633674): nudged, h is driven by beta W^T
 * (d - y) as y changes with it, and W learns by the delta rule, (d - y) h^T at the nudged state. y
 * is dropped out with the output's mask.
 */
export function createSoftmaxOutputStage(network: Network, maxBatch: number): OutputStage {
  const { layers, couplings, biases, kernels } = network;
  const top = layers.length - 2;
  const [units, hidden] = [layers[top + 1], layers[top]];
  const [coupling, bias] = [couplings[top], biases[top]];
  const answer = kernels.float32(maxBatch * units);
  const error = kernels.float32(2 * maxBatch * units);
  const pre = kernels.float32(2 * maxBatch * hidden);
  const change = kernels.float32(units);

  const scores = (state: NetworkState, batch: number) => {
    coupling.forwardInto(answer, state[top], batch);
    for (let i = 0; i < batch * units; i++) answer[i] += bias[i % units];
    return answer;
  };
  /** error[at ..] = scale (d - y). */
  const errorInto = (state: NetworkState, pull: Pull, { at, scale }: { at: number; scale: number }) => {
    const { target, mask, batch } = pull;
    softmaxInto(answer, scores(state, batch), { rows: batch, units });
    for (let i = 0; i < batch * units; i++) {
      error[at + i] = scale * (target[i] - (mask ? mask[i] : 1) * answer[i]);
    }
  };

  return Object.freeze<OutputStage>({
    dynamical: hiddenPart(network),
    scores,
    answerInto: (out, state, batch) => softmaxInto(out, scores(state, batch), { rows: batch, units }),
    nudge: (beta, pull) => ({
      outputDrive(out, state, batch) {
        errorInto(state, pull, { at: 0, scale: beta });
        coupling.backwardInto(out, error, batch);
      },
    }),
    readOut(states, pull) {
      const { batch } = pull;
      const rows = states.length * batch;
      states.forEach((state, i) => {
        errorInto(state, pull, { at: i * batch * units, scale: 1 });
        pre.set(state[top].subarray(0, batch * hidden), i * batch * hidden);
      });
      change.fill(0);
      for (let i = 0; i < rows * units; i++) change[i % units] += error[i] / rows;
      return { product: { post: error, pre, rows, scale: 1 / rows }, bias: change };
    },
  });
}
