import { differences } from '../active-set.js';
import {
  addedStates,
  copyStates,
  createStates,
  heldForm,
  type NodeStates,
  type QuadraticForm,
} from '../quadratic-form.js';
import { responseTo, type Settled, settle } from '../settle.js';
import { settleUnderDiodes } from '../settle-diodes.js';
import { linearisedAt } from './diodes.js';
import { type Energy, formOf, type LearnedTerm, withTerm } from './energy.js';
import { squaredCost } from './energy-terms.js';

/** A gradient for every parameter of an energy, laid out as its terms. */
export interface EnergyGradient {
  readonly weights: readonly Float64Array[];
  readonly biases: readonly Float64Array[];
}

export interface ImageOptions {
  readonly sources: Float64Array;
  readonly target: ArrayLike<number>;
  readonly beta: number;
  readonly tolerance: number;
  readonly maxSweeps?: number;
  /** Where relaxation starts from; at rest by default. */
  readonly start?: NodeStates;
}

/** One image through a network: free, nudged both ways, and what it teaches. */
export interface SettledImage {
  readonly free: NodeStates;
  readonly nudgedPlus: NodeStates;
  readonly nudgedMinus: NodeStates;
  readonly cost: number;
  /**
   * Centred EqProp: [dE/dtheta(s^beta) - dE/dtheta(s^-beta)] / (2 beta) (Laborieux et al. 2021, doi
   * 10.3389/fnins.2021.633674).
   */
  readonly gradient: EnergyGradient;
  /** Of the cost at the free state, by the implicit function theorem. */
  readonly exactGradient: EnergyGradient;
  /** In the order of the phases: free, plus, minus. */
  readonly settled: readonly [Settled, Settled, Settled];
  /**
   * Units that stand at a bound in one of the nudged states and not in the other: what spoils the
   * order in beta.
   */
  readonly switched: number;
}

/**
 * Settles an image under C = 1/2 |s_L - target|^2 at 0, beta and -beta. `form` = formOf(energy),
 * made once.
 */
export function settleImage(energy: Energy, options: ImageOptions, form = formOf(energy)): SettledImage {
  const { layers, walls, diodes } = energy;
  const { sources, beta } = options;
  const cost = squaredCost(layers.length - 1, options.target);
  const held = heldForm(form, sources);
  const settleFrom = (start: NodeStates, of: QuadraticForm) => {
    const state = copyStates(start);
    state[0].set(sources);
    const ended = diodes
      ? settleUnderDiodes(state, of, { ...options, diodes })
      : settle(state, of, { ...options, walls });
    return { state, ended };
  };
  const free = settleFrom(options.start ?? createStates(layers), held);
  const plus = settleFrom(free.state, withTerm(held, cost, beta));
  const minus = settleFrom(free.state, withTerm(held, cost, -beta));
  return {
    free: free.state,
    nudgedPlus: plus.state,
    nudgedMinus: minus.state,
    cost: cost.value(free.state),
    gradient: contrast(energy, [plus.state, minus.state], 1 / (2 * beta)),
    exactGradient: adjointGradient(energy, { ...free, form: held, target: options.target }),
    settled: [free.ended, plus.ended, minus.ended],
    switched: differences(plus.ended.pins, minus.ended.pins),
  };
}

/** factor [dE/dtheta(a) - dE/dtheta(b)] */
export function contrast(
  { weights, biases }: Pick<Energy, 'weights' | 'biases'>,
  [a, b]: readonly [NodeStates, NodeStates],
  factor: number,
): EnergyGradient {
  const of = (term: LearnedTerm) => {
    const [at, less] = [createLike(term), createLike(term)];
    term.gradientInto(at, a);
    term.gradientInto(less, b);
    return at.map((value, i) => factor * (value - less[i]));
  };
  return { weights: weights.map(of), biases: biases.map(of) };
}

/**
 * dC/dtheta = -lambda^T d2E/(ds dtheta) with (d2E/ds2) lambda = dC/ds on the units off their
 * bounds, diodes linearised. dE/dtheta is of second order in s, so its derivative along lambda is
 * the difference of its values at s + lambda and s - lambda, halved: nudged states at beta = 1 of
 * the network linearised where it rests.
 */
function adjointGradient(
  energy: Energy,
  {
    state,
    ended,
    form,
    target,
  }: { state: NodeStates; ended: Settled; form: QuadraticForm; target: ArrayLike<number> },
): EnergyGradient {
  const nothing = createStates(energy.layers);
  if (ended.status !== 'settled') return contrast(energy, [nothing, nothing], Number.NaN);
  const pull = createStates(energy.layers);
  const top = pull.length - 1;
  pull[top].forEach((_, i) => {
    pull[top][i] = state[top][i] - target[i];
  });
  const linear = energy.diodes ? linearisedAt(form, state, energy.diodes) : form;
  const lambda = responseTo(pull, linear, ended.pins);
  return contrast(energy, [addedStates(state, lambda, -1), addedStates(state, lambda, 1)], 1 / 2);
}

const createLike = ({ parameters }: LearnedTerm) => new Float64Array(parameters.length);
