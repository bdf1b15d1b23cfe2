import type { StateErrors } from '../circuits/state-errors.js';
import { beginPhase, createState, type Network, type NetworkState } from '../network/network.js';
import type { Relax, Relaxation } from '../relax/relaxation.js';
import type { TrainingBatch } from './learning-rule.js';
import type { OutputStage, Pull } from './output-stage.js';

/** How the phases of equilibrium propagation run. */
export interface PhaseOptions {
  /** Relaxes the whole network for mse, its hidden part for cross-entropy. */
  readonly relax: Relax;
  /**
   * Relaxes the nudged phases; `relax` by default. Must share the drives of `relax`, since the
   * input is read once.
   */
  readonly relaxNudged?: Relax;
  readonly freeSteps: number;
  readonly nudgedSteps: number;
  /**
   * Sign of beta: drawn anew for each batch, always the same, or both with half the difference. The
   * error of both is O(beta^2) where each unit is off its bounds, or on the same one, in both
   * nudged states. A unit that meets a bound in one of them alone is off by up to half of its
   * gradient: O(beta) on average over units.
   */
  readonly nudging: 'random-sign' | 'positive' | 'negative' | 'centred';
  /**
   * `nudge` (default): the cost acts with strength beta. `clamp`: the output is held at s_L^0 +
   * beta (d - s_L^0) while the others relax: coupled learning (Stern et al. 2021, doi
   * 10.1103/PhysRevX.11.021045), and with beta = 1 contrastive learning (Movellan 1991, doi
   * 10.1016/B978-1-4832-1448-1.50007-X). `clamp` is not a gradient of C and needs loss mse.
   */
  readonly teaching?: 'nudge' | 'clamp';
  /**
   * Errors of the circuit that samples the states. The samples choose the target, give the update
   * and are the answer. No errors by default.
   */
  readonly stateErrors?: StateErrors | null;
  readonly maxBatch: number;
}

export type NumberedBatch = TrainingBatch & { readonly step: number };

/** A phase at its end. */
export interface SettledPhase extends Pick<Relaxation, 'steps' | 'status'> {
  /** The states as the sampling circuit sees them, valid until the next phase of the same name. */
  readonly sample: NetworkState;
}

export interface Nudging {
  readonly phase: 'nudged' | 'reference';
  readonly beta: number;
  readonly pull: Pull;
}

/** The free phase from rest, and nudged phases that begin where it ended. */
export function createPhases(network: Network, outputStage: OutputStage, options: PhaseOptions) {
  const { relax, relaxNudged = relax, freeSteps, nudgedSteps, maxBatch, stateErrors = null } = options;
  const { layers } = outputStage.dynamical;
  const outputs = network.layers[network.layers.length - 1];
  const isClamped = options.teaching === 'clamp';
  const free = createState(outputStage.dynamical, maxBatch);
  const nudged = createState(outputStage.dynamical, maxBatch);
  const reference = options.nudging === 'centred' ? createState(outputStage.dynamical, maxBatch) : free;
  const sampleFree = createSampler(stateErrors, free);
  const samplers = {
    nudged: createSampler(stateErrors, nudged),
    reference: createSampler(stateErrors, reference),
  };

  const settleFree = (images: NumberedBatch, phase: 'free' | 'inference'): SettledPhase => {
    const { batch, input, masks, step } = images;
    startFrom(input, free, { layers, batch });
    beginPhase(network, 'free');
    const { steps, status } = relax(free, { batch, steps: freeSteps, nudge: null, masks });
    return { sample: sampleFree({ phase, batch, step, masks }), steps, status };
  };

  const settleNudged = (images: NumberedBatch, { phase, beta, pull }: Nudging): SettledPhase => {
    const { batch, masks, step } = images;
    const state = phase === 'nudged' ? nudged : reference;
    copyInto(state, free, { layers, batch });
    beginPhase(network, 'nudged');
    if (isClamped) moveTowards(state[state.length - 1], pull.target, { share: beta, count: batch * outputs });
    const { steps, status } = relaxNudged(state, {
      batch,
      steps: nudgedSteps,
      nudge: null,
      masks,
      ...(!isClamped && outputStage.nudge(beta, pull)),
      clampOutput: isClamped,
      reuseInputProduct: network.couplings[0].repeatable,
    });
    return { sample: samplers[phase]({ phase, batch, step, masks }), steps, status };
  };

  return { settleFree, settleNudged };
}

/** Gives the state itself, or a copy of it with the errors of the circuit that samples it. */
function createSampler(errors: StateErrors | null, state: NetworkState) {
  if (!errors) return () => state;
  const copies = state.map((layer, l) => (l === 0 ? layer : errors.copyOf(layer)));
  return (sample: Parameters<StateErrors['addInto']>[2]) => {
    for (let l = 1; l < copies.length; l++) {
      copies[l].set(state[l]);
      errors.addInto(copies[l], l, sample);
    }
    return copies;
  };
}

interface Shape {
  readonly layers: readonly number[];
  readonly batch: number;
}

/** The first `batch` images clamped at the input, everything else at rest. */
function startFrom(input: Float32Array, state: NetworkState, { layers, batch }: Shape): void {
  state.forEach((layer, l) => {
    if (l === 0) layer.set(input.subarray(0, batch * layers[0]));
    else layer.fill(0, 0, batch * layers[l]);
  });
}

function copyInto(to: NetworkState, from: NetworkState, { layers, batch }: Shape): void {
  to.forEach((layer, l) => void layer.set(from[l].subarray(0, batch * layers[l])));
}

/** layer += share (target - layer), for the first `count` values. */
function moveTowards(
  layer: Float32Array,
  target: Float32Array,
  { share, count }: { share: number; count: number },
): void {
  for (let i = 0; i < count; i++) layer[i] += share * (target[i] - layer[i]);
}
