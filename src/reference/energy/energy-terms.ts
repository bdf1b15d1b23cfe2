import type { NodeStates } from '../quadratic-form.js';
import type { EnergyTerm, LearnedTerm } from './energy.js';

/** 1/2 |s_l|^2 for every layer l >= 1: neurons that leak with unit rate. */
export function leak(): EnergyTerm {
  return Object.freeze<EnergyTerm>({
    value: (state) => state.slice(1).reduce((sum, layer) => sum + squared(layer) / 2, 0),
    addTo(form, factor) {
      for (const diagonal of form.diagonal.slice(1))
        diagonal.forEach((_, i) => {
          diagonal[i] += factor;
        });
    },
  });
}

/** - s_(l+1)^T W s_l, W [post][pre]: symmetric synapses of a Hopfield network. */
export function synapses(l: number, weights: Float64Array): LearnedTerm {
  return learned(weights, {
    derivative: (state, row, col) => -state[l + 1][row] * state[l][col],
    shape: (state) => ({ pre: state[l].length }),
    addTo(form, factor) {
      const joint = form.couplings[l];
      for (let i = 0; i < joint.length; i++) joint[i] += factor * weights[i];
    },
  });
}

/** How a layer of conductors stands in the network: see `conductors`. */
export interface ConductorOptions {
  /**
   * The lower layer's voltage is copied, times this, by amplifiers before the conductors; 1 = none.
   */
  readonly gain?: number;
  /** What a watt in this layer counts in the energy, 1 by default. */
  readonly energyWeight?: number;
}

/**
 * 1/2 sum g_ij (v_i - gain v_j)^2 between node i of layer l + 1 and node j of layer l, g
 * [post][pre] >= 0, times `energyWeight`: half the power in the conductors (Kendall et al. 2020,
 * arXiv:2006.01981, eq. 5, of linear branches).
 */
export function conductors(
  l: number,
  conductance: Float64Array,
  { gain = 1, energyWeight = 1 }: ConductorOptions = {},
): LearnedTerm {
  return learned(conductance, {
    derivative: (state, row, col) => (energyWeight / 2) * (state[l + 1][row] - gain * state[l][col]) ** 2,
    shape: (state) => ({ pre: state[l].length }),
    addTo({ diagonal, couplings }, factor) {
      const [above, below, joint] = [diagonal[l + 1], diagonal[l], couplings[l]];
      for (let i = 0, at = 0; i < above.length; i++) {
        for (let j = 0; j < below.length; j++, at++) {
          const g = factor * energyWeight * conductance[at];
          above[i] += g;
          below[j] += g * gain * gain;
          joint[at] += g * gain;
        }
      }
    },
  });
}

/**
 * - b s_l: a bias of every unit of layer l; of a node, b is the current that a source drives into
 *   it.
 */
export function biases(l: number, values: Float64Array, energyWeight = 1): LearnedTerm {
  return learned(values, {
    derivative: (state, row) => -energyWeight * state[l][row],
    shape: () => ({ pre: 1 }),
    addTo({ pull }, factor) {
      for (let i = 0; i < values.length; i++) pull[l][i] += factor * energyWeight * values[i];
    },
  });
}

/**
 * 1/2 |s_l - target|^2; times beta, a conductance beta from every unit of layer l to a source of
 * its target.
 */
export function squaredCost(l: number, target: ArrayLike<number>): EnergyTerm {
  return Object.freeze<EnergyTerm>({
    value: (state) => state[l].reduce((sum, s, i) => sum + (s - target[i]) ** 2 / 2, 0),
    addTo({ diagonal, pull }, factor) {
      for (let i = 0; i < target.length; i++) {
        diagonal[l][i] += factor;
        pull[l][i] += factor * target[i];
      }
    },
  });
}

interface Linear {
  /** dE/d(parameter [row][col]) */
  readonly derivative: (state: NodeStates, row: number, col: number) => number;
  readonly shape: (state: NodeStates) => { readonly pre: number };
  readonly addTo: EnergyTerm['addTo'];
}

/** A term that is linear in its parameters, and so the sum of each times its derivative. */
function learned(parameters: Float64Array, { derivative, shape, addTo }: Linear): LearnedTerm {
  const each = (state: NodeStates, see: (value: number, at: number) => void) => {
    const { pre } = shape(state);
    for (let at = 0; at < parameters.length; at++) see(derivative(state, Math.floor(at / pre), at % pre), at);
  };
  return Object.freeze<LearnedTerm>({
    parameters,
    value(state) {
      let sum = 0;
      each(state, (value, at) => {
        sum += parameters[at] * value;
      });
      return sum;
    },
    addTo,
    gradientInto: (out, state) =>
      each(state, (value, at) => {
        out[at] = value;
      }),
  });
}

function squared(layer: Float64Array): number {
  return layer.reduce((sum, s) => sum + s * s, 0);
}
